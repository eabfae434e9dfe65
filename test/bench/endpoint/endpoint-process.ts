import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { TlsIdentity } from '../../../infra/local/listener.ts';
import type { Answer, Question } from './serve.ts';

/** The endpoint that PutEvents goes to, in a process of its own. One question at a time. */
export class EndpointProcess {
  readonly #process: ChildProcess;
  #ports: readonly number[] = [];

  private constructor() {
    this.#process = fork(new URL('./serve.ts', import.meta.url));
  }

  static async start(tls: TlsIdentity): Promise<EndpointProcess> {
    const endpoint = new EndpointProcess();
    endpoint.#ports = (await endpoint.#ask({ ask: 'start', tls })).ports;
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#ports[0]}`;
  }

  get tlsUrl(): string {
    return `https://127.0.0.1:${this.#ports[1]}`;
  }

  async setLatency(latencyMs: number): Promise<void> {
    await this.#ask({ ask: 'latency', latencyMs });
  }

  /** From now on the bodies of requests are kept, until they are taken. */
  async keepBodies(): Promise<void> {
    await this.#ask({ ask: 'keep' });
  }

  /** What has come in since the last question. */
  async take(): Promise<Answer> {
    return await this.#ask({ ask: 'take' });
  }

  close(): void {
    this.#process.disconnect();
  }

  async #ask(question: Question): Promise<Answer> {
    const answered = once(this.#process, 'message');
    this.#process.send(question);
    const [answer]: Answer[] = await answered;
    if (answer === undefined) throw new Error('The endpoint gave no answer.');
    return answer;
  }
}
