import type { Bench } from '../bench-context.ts';
import { ContestantProcess } from '../contestant-process.ts';
import type { Group } from '../group.ts';
import { interleave, type Sampled } from '../interleave.ts';
import { ratios, spreadOf } from '../statistics.ts';
import type { Column, Table } from '../table.ts';
import { withAll } from '../with-all.ts';
import { USUAL_PARTITIONS } from '../workloads/batch.ts';
import { WORKLOADS, type WorkloadName } from '../workloads/workloads.ts';

const MODULE = new URL('../contestants/stage.ts', import.meta.url);
const BASELINE = 'avsc + JSON.stringify';
const STAGES = ['read', 'decode', 'decode + wrap', 'pack', 'publish', 'whole line'] as const;
const AVRO_STAGES = [...STAGES, 'avsc', BASELINE] as const;
const RECORDS = 1_000;
const MAX_TIMES_PLAIN = 0.6;

export const STAGE_GROUP: Group = {
  name: 'stages',
  about: 'each stage of the line by itself, and decoding against avsc and JSON.stringify',
  run: async (bench) => {
    const avro = await play(bench, 'avro', AVRO_STAGES);
    const json = await play(bench, 'json', STAGES);
    const of = (stage: string) => avro.find(({ name }) => name === stage)?.cpuMs ?? [];
    return {
      tables: [tableOf('avro', avro), tableOf('json', json)],
      targets: [
        {
          name: `decode + wrap of an Avro order, times ${BASELINE} of the envelope`,
          bound: 'at most',
          limit: MAX_TIMES_PLAIN,
          unit: '×',
          measured: ratios(of('decode + wrap'), of(BASELINE)),
        },
      ],
    };
  },
};

async function play(
  bench: Bench,
  workload: WorkloadName,
  stages: readonly string[],
): Promise<readonly Sampled[]> {
  bench.onProgress(`stages: ${WORKLOADS[workload].about}`);
  const plan = { workload, records: RECORDS, partitions: USUAL_PARTITIONS };
  const starts = stages.map((stage) => async () => {
    const process = await ContestantProcess.start(bench, {
      name: `stage ${workload} ${stage}`,
      module: MODULE,
      args: [stage],
      environment: bench.environment(workload),
    });
    return {
      name: stage,
      run: async (units: number) => await process.measure({ plan, units }),
      close: async () => await process.close(),
    };
  });
  return await withAll(starts, (runners) => interleave(runners, bench.sampling));
}

const COLUMNS: readonly Column[] = [
  { title: 'CPU µs a record', unit: 'µs' },
  { title: `times ${BASELINE}`, unit: '×' },
];

function tableOf(workload: WorkloadName, sampled: readonly Sampled[]): Table {
  const baseline = sampled.find(({ name }) => name === BASELINE);
  return {
    title: `Stages: ${WORKLOADS[workload].about}`,
    about:
      'Passes of one stage over a batch of 1,000 records, on the modules as they are in the source, without a network. Publishing includes packing; the bus answers at once.',
    columns: baseline === undefined ? COLUMNS.slice(0, 1) : COLUMNS,
    rows: sampled.map(({ name, cpuMs }) => ({
      name,
      cells: [
        spreadOf(cpuMs.map((ms) => (ms * 1_000) / RECORDS)),
        ...(baseline === undefined ? [] : [ratios(cpuMs, baseline.cpuMs)]),
      ],
    })),
  };
}
