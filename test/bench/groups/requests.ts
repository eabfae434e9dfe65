import type { Bench } from '../bench-context.ts';
import { ContestantProcess } from '../contestant-process.ts';
import { SENDERS, type Sender } from '../contestants/request.ts';
import type { Group } from '../group.ts';
import { interleave, type Runner, type Sampled } from '../interleave.ts';
import { ratios, spreadOf } from '../statistics.ts';
import type { Column } from '../table.ts';
import type { Target } from '../target.ts';
import { withAll } from '../with-all.ts';
import { USUAL_PARTITIONS } from '../workloads/batch.ts';

const MODULE = new URL('../contestants/request.ts', import.meta.url);
const PLAN = { workload: 'avro', records: 1_000, partitions: USUAL_PARTITIONS } as const;
const ENTRIES = 10;
const MAX_TIMES_BARE = 1.6;
const SCHEMES = ['http', 'https'] as const;
type Scheme = (typeof SCHEMES)[number];

/** Requests of one sender, and the bytes of their bodies. */
class MeasuredSender implements Runner {
  readonly name: Sender;
  readonly #bench: Bench;
  readonly #process: ContestantProcess;
  readonly #sent = { requests: 0, bytes: 0, endpointCpuMs: 0 };

  constructor(name: Sender, bench: Bench, process: ContestantProcess) {
    this.name = name;
    this.#bench = bench;
    this.#process = process;
  }

  get bodyBytes(): number {
    return this.#sent.bytes / this.#sent.requests;
  }

  /** What the endpoint takes for one. */
  get endpointCpuMs(): number {
    return this.#sent.endpointCpuMs / this.#sent.requests;
  }

  readonly run = async (units: number) => {
    const { endpoint } = this.#bench;
    await endpoint.take();
    const measured = await this.#process.measure({ plan: PLAN, units });
    const { requests, entries, bytes, cpuMs } = await endpoint.take();
    if (requests !== units || entries !== units * ENTRIES) {
      throw new Error(
        `${this.name}: ${requests} requests with ${entries} entries came of ${units} requests.`,
      );
    }
    this.#sent.requests += requests;
    this.#sent.bytes += bytes;
    this.#sent.endpointCpuMs += cpuMs;
    return measured;
  };

  async close(): Promise<void> {
    await this.#process.close();
  }
}

interface SchemeResult {
  readonly scheme: Scheme;
  readonly sampled: readonly Sampled[];
  readonly senders: readonly MeasuredSender[];
}

export const REQUEST_GROUP: Group = {
  name: 'requests',
  about: 'one PutEvents request, by the bridge, by the SDK and bare',
  run: async (bench) => {
    const results: SchemeResult[] = [];
    for (const scheme of SCHEMES) results.push(await play(bench, scheme));
    return { tables: results.map(tableOf), targets: results.map(targetOf) };
  },
};

async function play(bench: Bench, scheme: Scheme): Promise<SchemeResult> {
  bench.onProgress(`requests over ${scheme}`);
  const starts = SENDERS.map((name) => async () => {
    const process = await ContestantProcess.start(bench, {
      name: `request ${scheme} ${name}`,
      module: MODULE,
      args: [name],
      environment: bench.environment('avro', scheme),
    });
    return new MeasuredSender(name, bench, process);
  });
  return await withAll(starts, async (senders) => {
    const sampled = await interleave(senders, bench.sampling);
    return { scheme, sampled, senders };
  });
}

const COLUMNS: readonly Column[] = [
  { title: 'CPU ms a request', unit: 'ms' },
  { title: 'times bare', unit: '×' },
  { title: 'requests/s', unit: 'count' },
  { title: 'body kB', unit: 'kB' },
  { title: 'endpoint CPU ms', unit: 'ms' },
];

function tableOf({ scheme, sampled, senders }: SchemeResult) {
  const bare = sampled.find(({ name }) => name === 'bare');
  return {
    title: `Requests over ${scheme === 'http' ? 'HTTP' : 'TLS'}`,
    about:
      'Ten Avro orders a request, already wrapped; as many requests under way as the bridge has. Bare is a POST of ready bytes with a SHA-256 and an HMAC; sdk is EventBridgeClient as it comes.',
    columns: COLUMNS,
    rows: sampled.map(({ name, cpuMs, wallMs }, position) => ({
      name,
      cells: [
        spreadOf(cpuMs),
        bare && ratios(cpuMs, bare.cpuMs),
        spreadOf(wallMs.map((ms) => 1_000 / ms)),
        (senders[position]?.bodyBytes ?? 0) / 1_000,
        senders[position]?.endpointCpuMs,
      ],
    })),
  };
}

function targetOf({ scheme, sampled }: SchemeResult): Target {
  const of = (sender: Sender) => sampled.find(({ name }) => name === sender)?.cpuMs ?? [];
  return {
    name: `CPU of a PutEvents request, times a bare one: ${scheme === 'http' ? 'HTTP' : 'TLS'}`,
    bound: 'at most',
    limit: MAX_TIMES_BARE,
    unit: '×',
    measured: ratios(of('bridge'), of('bare')),
  };
}
