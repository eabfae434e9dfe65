import type { Bench } from '../bench-context.ts';
import type { Group } from '../group.ts';
import { interleave, type Sampled } from '../interleave.ts';
import { type HandlerName, MeasuredHandler } from '../measured-handler.ts';
import { ratios, spreadOf } from '../statistics.ts';
import type { Cell, Column, Table } from '../table.ts';
import type { Target } from '../target.ts';
import { withAll } from '../with-all.ts';
import { USUAL_PARTITIONS } from '../workloads/batch.ts';
import { WORKLOADS, type WorkloadName } from '../workloads/workloads.ts';

/** Handlers side by side. The first is the bridge, which all others are compared with. */
interface Match {
  readonly workload: WorkloadName;
  readonly records: number;
  readonly latencyMs: number;
  readonly rivals: readonly HandlerName[];
  /** Every workload and every rival once. */
  readonly isInSmoke?: boolean;
}

const NAIVE: readonly HandlerName[] = ['naive loop'];
const SERIAL: readonly HandlerName[] = ['serial sender'];

/**
 * Lambda delivers 6 MB at most, so that only small records come by ten thousand and large ones by two hundred. Latency is varied
 * where nothing else is.
 */
const MATCHES: readonly Match[] = [
  { workload: 'avro', records: 100, latencyMs: 0, rivals: NAIVE, isInSmoke: true },
  { workload: 'avro', records: 1_000, latencyMs: 0, rivals: NAIVE },
  { workload: 'json', records: 100, latencyMs: 0, rivals: NAIVE, isInSmoke: true },
  { workload: 'json', records: 1_000, latencyMs: 0, rivals: NAIVE },
  { workload: 'small-json', records: 100, latencyMs: 0, rivals: NAIVE },
  { workload: 'small-json', records: 1_000, latencyMs: 0, rivals: NAIVE },
  { workload: 'small-json', records: 10_000, latencyMs: 0, rivals: NAIVE, isInSmoke: true },
  { workload: 'large-json', records: 100, latencyMs: 0, rivals: NAIVE, isInSmoke: true },
  { workload: 'poison', records: 1_000, latencyMs: 0, rivals: [], isInSmoke: true },
  { workload: 'mixed', records: 1_000, latencyMs: 0, rivals: [], isInSmoke: true },
  { workload: 'avro', records: 1_000, latencyMs: 5, rivals: SERIAL, isInSmoke: true },
  { workload: 'avro', records: 1_000, latencyMs: 20, rivals: SERIAL },
];

const MIN_TIMES_NAIVE = 3;
const MIN_TIMES_SERIAL = 10;
const MAX_TIMES_MINIMUM = 1.01;

/** How a match ended. */
interface MatchResult extends Match {
  readonly bridge: Sampled;
  readonly rival: Sampled | undefined;
  readonly requests: number;
  readonly minimumRequests: number;
}

export const HANDLER_GROUP: Group = {
  name: 'handlers',
  about: 'whole batches through the built handler, the naive loop and a serial sender',
  run: async (bench) => {
    const results: MatchResult[] = [];
    const matches = bench.isSmoke ? MATCHES.filter(({ isInSmoke = false }) => isInSmoke) : MATCHES;
    for (const match of matches) results.push(await play(bench, match));
    return { tables: [tableOf(results)], targets: targetsOf(results) };
  },
};

async function play(bench: Bench, match: Match): Promise<MatchResult> {
  const { workload, records, latencyMs, rivals } = match;
  const { endpoint, sampling, onProgress } = bench;
  onProgress(nameOf(match));
  await endpoint.setLatency(latencyMs);
  const plan = { workload, records, partitions: USUAL_PARTITIONS };
  const starts = (['bridge', ...rivals] as const).map(
    (name) => () => MeasuredHandler.start(bench, name, plan),
  );
  try {
    return await withAll(starts, async (handlers) => {
      const [bridge, rival] = await interleave(handlers, sampling);
      const [measured] = handlers;
      if (bridge === undefined || measured === undefined) throw new Error('Nobody has played.');
      const { requestsPerBatch: requests, minimumRequests } = measured;
      return { ...match, bridge, rival, requests, minimumRequests };
    });
  } finally {
    await endpoint.setLatency(0);
  }
}

function nameOf({ workload, records, latencyMs }: Match): string {
  const latency = latencyMs === 0 ? '' : `, ${latencyMs} ms`;
  return `${WORKLOADS[workload].about}, ${records.toLocaleString('en-US')} a batch${latency}`;
}

const COLUMNS: readonly Column[] = [
  { title: 'records/s', unit: 'records/s' },
  { title: 'CPU ms per 1,000', unit: 'ms' },
  { title: 'requests per 1,000', unit: 'per 1,000' },
  { title: 'at least', unit: 'per 1,000' },
  { title: 'rival records/s', unit: 'records/s' },
  { title: 'times faster', unit: '×' },
  { title: 'CPU of rival, times', unit: '×' },
];

function tableOf(results: readonly MatchResult[]): Table {
  return {
    title: 'Handlers',
    about:
      'Whole batches through the built handler, against an endpoint on the other core that answers at once or after a latency. The rival is the naive loop, with latency the serial sender. Time to parse the event is not counted.',
    columns: COLUMNS,
    rows: results.map((result) => ({ name: nameOf(result), cells: cellsOf(result) })),
  };
}

function cellsOf({ bridge, rival, records, requests, minimumRequests }: MatchResult): Cell[] {
  const perSecond = ({ wallMs }: Sampled) => spreadOf(wallMs.map((ms) => (records * 1_000) / ms));
  const perThousand = 1_000 / records;
  return [
    perSecond(bridge),
    spreadOf(bridge.cpuMs.map((ms) => ms * perThousand)),
    requests * perThousand,
    minimumRequests * perThousand,
    rival && perSecond(rival),
    rival && ratios(rival.wallMs, bridge.wallMs),
    rival && ratios(rival.cpuMs, bridge.cpuMs),
  ];
}

function targetsOf(results: readonly MatchResult[]): Target[] {
  const worst = Math.max(...results.map(({ requests, minimumRequests }) => requests / minimumRequests));
  return [
    ...results.flatMap((result): Target[] => {
      const { rival, bridge, workload, records, latencyMs } = result;
      const isJudged = records === 1_000 && (workload === 'avro' || workload === 'json') && latencyMs !== 5;
      if (rival === undefined || !isJudged) return [];
      return [
        {
          name: `records/s of the handler, times those of the ${rival.name}: ${nameOf(result)}`,
          bound: 'at least',
          limit: latencyMs === 0 ? MIN_TIMES_NAIVE : MIN_TIMES_SERIAL,
          unit: '×',
          measured: ratios(rival.wallMs, bridge.wallMs),
        },
      ];
    }),
    {
      name: 'PutEvents requests, times the fewest possible: the worst of all workloads',
      bound: 'at most',
      limit: MAX_TIMES_MINIMUM,
      unit: '×',
      measured: worst,
    },
  ];
}
