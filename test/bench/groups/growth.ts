import type { Bench } from '../bench-context.ts';
import type { Group } from '../group.ts';
import { interleave, type Sampled } from '../interleave.ts';
import { MeasuredHandler } from '../measured-handler.ts';
import { ratios, spreadOf } from '../statistics.ts';
import type { Cell, Column, Table } from '../table.ts';
import type { Target } from '../target.ts';
import { withAll } from '../with-all.ts';
import type { BatchPlan } from '../workloads/batch.ts';

const MAX_GROWTH = 1.1;

const FEW = smallRecords(100);
const SOME = smallRecords(1_000);
const MANY = smallRecords(10_000);
/** What it costs V8 that so large an event is in memory, whoever works on it, is in both this and the one before. */
const MANY_BY_HUNDREDS: BatchPlan = { ...MANY, recordsAtOnce: FEW.records };

const BY_RECORDS = [FEW, SOME, MANY, MANY_BY_HUNDREDS];

const ONE_PARTITION = onPartitions(1);
const MANY_PARTITIONS = onPartitions(64);
const BY_PARTITIONS = [ONE_PARTITION, onPartitions(8), MANY_PARTITIONS];

/** What a plan took. */
type Taken = ReadonlyMap<BatchPlan, Sampled>;

export const GROWTH_GROUP: Group = {
  name: 'growth',
  about: 'cost of a record in batches of 100 to 10,000 records and on 1 to 64 partitions',
  run: async (bench) => {
    const byRecords = await play(bench, BY_RECORDS);
    const byPartitions = await play(bench, BY_PARTITIONS);
    return {
      tables: [
        tableOf('Growth with records', byRecords, recordsOf),
        tableOf('Growth with partitions', byPartitions, ({ partitions }) => `${partitions} partitions`),
      ],
      targets: [
        targetOf('from 100 to 10,000 records a batch', byRecords, MANY, FEW),
        targetOf('of 10,000 records at once, to those by hundreds', byRecords, MANY, MANY_BY_HUNDREDS),
        targetOf('from 1 to 64 partitions', byPartitions, MANY_PARTITIONS, ONE_PARTITION),
      ],
    };
  },
};

function smallRecords(records: number): BatchPlan {
  return { workload: 'small-json', records, partitions: 4 };
}

function onPartitions(partitions: number): BatchPlan {
  return { workload: 'avro', records: 1_000, partitions };
}

function recordsOf({ records, recordsAtOnce }: BatchPlan): string {
  return `${records} records${recordsAtOnce === undefined ? '' : `, by ${recordsAtOnce}`}`;
}

/** The bridge only, in a process for each plan. */
async function play(bench: Bench, plans: readonly BatchPlan[]): Promise<Taken> {
  const starts = plans.map((plan) => async () => {
    bench.onProgress(`growth: ${recordsOf(plan)} on ${plan.partitions} partitions`);
    return await MeasuredHandler.start(bench, 'bridge', plan);
  });
  const sampled = await withAll(starts, (handlers) => interleave(handlers, bench.sampling));
  return new Map(plans.flatMap((plan, position) => (sampled[position] ? [[plan, sampled[position]]] : [])));
}

const COLUMNS: readonly Column[] = [
  { title: 'CPU µs a record', unit: 'µs' },
  { title: 'times the first', unit: '×' },
  { title: 'of it on the main thread', unit: 'µs' },
  { title: 'times the first', unit: '×' },
];

function tableOf(title: string, taken: Taken, nameOf: (plan: BatchPlan) => string): Table {
  const [first] = taken.keys();
  return {
    title,
    about:
      'CPU of the built handler for a record. What is not on the main thread is the collector, which has more to do the more records are alive at once. By 100: the whole event is in memory, as Lambda hands it over, and the handler gets it in parts.',
    columns: COLUMNS,
    rows: [...taken.keys()].map((plan) => {
      const cells = (['cpuMs', 'threadMs'] as const).flatMap((figure): Cell[] => {
        const costs = perRecord(taken, plan, figure);
        return [spreadOf(costs), ratios(costs, perRecord(taken, first, figure))];
      });
      return { name: nameOf(plan), cells };
    }),
  };
}

function targetOf(name: string, taken: Taken, plan: BatchPlan, to: BatchPlan): Target {
  return {
    name: `CPU of a record, times itself, ${name}`,
    bound: 'at most',
    limit: MAX_GROWTH,
    unit: '×',
    measured: ratios(perRecord(taken, plan, 'cpuMs'), perRecord(taken, to, 'cpuMs')),
  };
}

/** Microseconds, sample by sample. */
function perRecord(
  taken: Taken,
  plan: BatchPlan | undefined,
  figure: 'cpuMs' | 'threadMs',
): readonly number[] {
  const samples = plan && taken.get(plan)?.[figure];
  return samples?.map((ms) => (ms * 1_000) / (plan?.records ?? Number.NaN)) ?? [];
}
