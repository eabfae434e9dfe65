import type { TlsIdentity } from '../../../infra/local/listener.ts';
import { EventsEndpoint, type Received } from './events-endpoint.ts';

/** The endpoint as a process of its own, whose processor time is not counted as that of who calls it. */

export type Question =
  | { readonly ask: 'start'; readonly tls: TlsIdentity }
  | { readonly ask: 'latency'; readonly latencyMs: number }
  /** From now on the bodies are kept, until they are taken. */
  | { readonly ask: 'keep' }
  | { readonly ask: 'take' };

export interface Answer extends Received {
  /** Without TLS, and with it. */
  readonly ports: readonly number[];
  readonly bodies: readonly string[];
  /** Processor time of the endpoint since it was last asked, in milliseconds. */
  readonly cpuMs: number;
}

let endpoint: EventsEndpoint | undefined;
let cpu = process.cpuUsage();

async function answer(question: Question): Promise<Answer> {
  if (question.ask === 'start') endpoint = await EventsEndpoint.start(question.tls);
  if (endpoint === undefined) throw new Error('The endpoint is not started.');
  if (question.ask === 'latency') endpoint.latencyMs = question.latencyMs;
  const bodies = endpoint.bodies ?? [];
  endpoint.bodies = question.ask === 'keep' ? [] : undefined;
  const { user, system } = process.cpuUsage(cpu);
  cpu = process.cpuUsage();
  return { ...endpoint.take(), ports: endpoint.ports, bodies, cpuMs: (user + system) / 1_000 };
}

process.on('message', async (question: Question) => process.send?.(await answer(question)));
process.on('disconnect', () => process.exit());
