import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench-context.ts';
import type { Group } from '../group.ts';
import { handlerModule } from '../handler-module.ts';
import { FRUGAL_ARGUMENTS, LAMBDA_ARGUMENTS } from '../node-arguments.ts';
import type { PeakMemory } from '../single-runs/peak-memory.ts';
import { runOnce } from '../single-runs/run-once.ts';
import { type Spread, spreadOf } from '../statistics.ts';
import type { Column } from '../table.ts';
import { type BatchPlan, batchEvent } from '../workloads/batch.ts';
import { WORKLOADS, type WorkloadName } from '../workloads/workloads.ts';

/** Batches near the 6 MB that Lambda delivers at most, and the most records of a batch. */
const PLANS: readonly BatchPlan[] = [
  { workload: 'small-json', records: 10_000, partitions: 4 },
  { workload: 'avro', records: 5_500, partitions: 4 },
  { workload: 'json', records: 3_500, partitions: 4 },
  { workload: 'large-json', records: 200, partitions: 4 },
];
const SMALL_RECORDS = 10;
/** Small batches before a process counts as idle: until V8 has compiled what they run, or just until all is loaded. */
const WARM = 1_500;
const COLD = 20;
const BATCHES = 10;
const MAX_SAMPLES = 3;
const MAX_TIMES_PAYLOAD = 8;
const MEGABYTE = 1_000_000;

const SUBJECTS = ['bridge', 'naive loop', 'parsing only'] as const;
type Subject = (typeof SUBJECTS)[number];

interface MemoryResult {
  readonly plan: BatchPlan;
  readonly subject: Subject;
  readonly payloadBytes: number;
  /** Node.js as Lambda starts it. */
  readonly usual: PeakMemory[];
  /** Likewise, but the first large batch comes before V8 has compiled the code that it runs. */
  readonly cold: PeakMemory[];
  /** With the least space for young objects. */
  readonly frugal: PeakMemory[];
}

export const MEMORY_GROUP: Group = {
  name: 'memory',
  about: 'the most that a process holds over what it holds when idle',
  run: async (bench) => {
    const results: MemoryResult[] = [];
    const plans = bench.isSmoke ? PLANS.slice(0, 1) : PLANS;
    for (const plan of plans) results.push(...(await play(bench, plan)));
    return {
      tables: [
        {
          title: 'Memory',
          about: `Resident memory over that of the idle process, by the end of a first batch and of ${BATCHES} batches, as times the payload, which is the text of the event. Before it is idle, the process has had ${(WARM * SMALL_RECORDS).toLocaleString('en-US')} records in small batches; cold only ${COLD * SMALL_RECORDS}: V8 then compiles during the first batch, and takes some 20 MB for it, once. V8 collects garbage late where it has room, as on Lambda; frugal is with the least room for young objects. Live is what a collection in the middle of a batch leaves. Parsing only is a handler that does nothing.`,
          columns: COLUMNS,
          rows: results.map((result) => ({ name: nameOf(result), cells: cellsOf(result) })),
        },
      ],
      targets: results
        .filter(({ subject }) => subject === 'bridge')
        .map((result) => ({
          name: `peak memory over idle, times the payload: ${WORKLOADS[result.plan.workload].about}`,
          bound: 'at most',
          limit: MAX_TIMES_PAYLOAD,
          unit: '×',
          measured: timesPayload(result, result.usual, 'firstPeakBytes'),
        })),
    };
  },
};

async function play(bench: Bench, plan: BatchPlan): Promise<MemoryResult[]> {
  const { folder, onProgress, sampling } = bench;
  onProgress(`memory: ${WORKLOADS[plan.workload].about}`);
  const event = join(folder, `${plan.workload}.json`);
  const smallEvent = join(folder, `${plan.workload}-small.json`);
  writeFileSync(event, JSON.stringify(batchEvent(plan)));
  const smallPlan: BatchPlan = { ...plan, workload: smallest(plan.workload), records: SMALL_RECORDS };
  writeFileSync(smallEvent, JSON.stringify(batchEvent(smallPlan)));
  const payloadBytes = statSync(event).size;
  const results = SUBJECTS.map(
    (subject): MemoryResult => ({ plan, subject, payloadBytes, usual: [], cold: [], frugal: [] }),
  );
  for (let sample = 0; sample < Math.min(sampling.samples, MAX_SAMPLES); sample++) {
    for (const { subject, usual, cold, frugal } of results) {
      usual.push(await peakOf(bench, subject, LAMBDA_ARGUMENTS, { smallBatches: WARM, batches: BATCHES }));
      cold.push(await peakOf(bench, subject, LAMBDA_ARGUMENTS, { smallBatches: COLD, batches: 1 }));
      frugal.push(await peakOf(bench, subject, FRUGAL_ARGUMENTS, { smallBatches: WARM, batches: BATCHES }));
    }
  }
  return results;

  async function peakOf(
    { bundles, isSmoke, environment }: Bench,
    subject: Subject,
    nodeArguments: readonly string[],
    { smallBatches, batches }: { readonly smallBatches: number; readonly batches: number },
  ): Promise<PeakMemory> {
    const [small, large] = isSmoke ? ['1', '1'] : [String(smallBatches), String(batches)];
    const run = [bundles.path('peak-memory'), handlerModule(bench, subject), smallEvent, small, event, large];
    const { told } = await runOnce({
      args: [...nodeArguments, ...run],
      environment: environment(plan.workload),
    });
    return JSON.parse(told);
  }
}

/** Records of the same format that leave the least behind. */
function smallest(workload: WorkloadName): WorkloadName {
  return workload === 'avro' ? 'avro' : 'small-json';
}

function nameOf({ plan: { workload, records }, subject }: MemoryResult): string {
  return `${WORKLOADS[workload].about}, ${records.toLocaleString('en-US')}: ${subject}`;
}

const COLUMNS: readonly Column[] = [
  { title: 'payload', unit: 'MB' },
  { title: 'idle', unit: 'MB' },
  { title: 'peak', unit: 'MB' },
  { title: '1 batch', unit: '×' },
  { title: '1 batch, cold', unit: '×' },
  { title: `${BATCHES} batches`, unit: '×' },
  { title: '1 batch, frugal', unit: '×' },
  { title: `${BATCHES}, frugal`, unit: '×' },
  { title: 'live', unit: '×' },
];

function cellsOf(result: MemoryResult) {
  const { payloadBytes, usual, cold, frugal } = result;
  return [
    payloadBytes / MEGABYTE,
    spreadOf(usual.map(({ idleBytes }) => idleBytes / MEGABYTE)),
    spreadOf(usual.map(({ peakBytes }) => peakBytes / MEGABYTE)),
    timesPayload(result, usual, 'firstPeakBytes'),
    timesPayload(result, cold, 'firstPeakBytes'),
    timesPayload(result, usual, 'peakBytes'),
    timesPayload(result, frugal, 'firstPeakBytes'),
    timesPayload(result, frugal, 'peakBytes'),
    spreadOf(usual.map(({ liveBytes }) => liveBytes / payloadBytes)),
  ];
}

function timesPayload(
  { payloadBytes }: MemoryResult,
  taken: readonly PeakMemory[],
  peak: 'firstPeakBytes' | 'peakBytes',
): Spread {
  return spreadOf(taken.map((memory) => (memory[peak] - memory.idleBytes) / payloadBytes));
}
