import type { Bench } from '../bench-context.ts';
import { firstResponseOf } from '../first-response-of.ts';
import type { Group } from '../group.ts';
import { ratios, spreadOf } from '../statistics.ts';
import type { Column } from '../table.ts';
import type { Target } from '../target.ts';
import type { WorkloadName } from '../workloads/workloads.ts';

const RECORDS = 10;
const MAX_TIMES_IMPORT = 1.4;
const WARM_UPS = 2;

/** What is started, and with which records. */
interface Starter {
  readonly name: string;
  readonly workload: WorkloadName;
  readonly modulePath: (bench: Bench) => string;
}

const IMPORT_ONLY = 'imports the SDK client only';

const STARTERS: readonly Starter[] = [
  { name: 'bridge, JSON', workload: 'json', modulePath: ({ bridge }) => bridge.module },
  { name: 'bridge, Avro with its schema', workload: 'avro', modulePath: ({ bridge }) => bridge.module },
  { name: IMPORT_ONLY, workload: 'json', modulePath: ({ bundles }) => bundles.path('import-only') },
  { name: 'naive loop, Avro', workload: 'avro', modulePath: ({ bundles }) => bundles.path('naive-loop') },
  { name: 'imports nothing', workload: 'json', modulePath: ({ bundles }) => bundles.path('answer-only') },
];

interface Started extends Starter {
  readonly wallMs: number[];
  readonly cpuMs: number[];
  readonly loadedMs: number[];
}

export const START_GROUP: Group = {
  name: 'start',
  about: 'from the start of the process to the first response',
  run: async (bench) => {
    const started = await play(bench);
    const importOnly = started.find(({ name }) => name === IMPORT_ONLY);
    return {
      tables: [
        {
          title: 'Cold start',
          about:
            'From the start of the process to the response to a first batch of ten records: configuration, schema, bus and events over loopback included.',
          columns: COLUMNS,
          rows: started.map(({ name, wallMs, cpuMs, loadedMs }) => ({
            name,
            cells: [
              spreadOf(wallMs),
              importOnly && ratios(wallMs, importOnly.wallMs),
              spreadOf(cpuMs),
              importOnly && ratios(cpuMs, importOnly.cpuMs),
              spreadOf(loadedMs),
            ],
          })),
        },
      ],
      targets: started
        .filter(({ name }) => name.startsWith('bridge'))
        .map(
          ({ name, wallMs }): Target => ({
            name: `cold start, times that of a handler that ${IMPORT_ONLY}: ${name}`,
            bound: 'at most',
            limit: MAX_TIMES_IMPORT,
            unit: '×',
            measured: ratios(wallMs, importOnly?.wallMs ?? []),
          }),
        ),
    };
  },
};

const COLUMNS: readonly Column[] = [
  { title: 'ms', unit: 'ms' },
  { title: 'times import', unit: '×' },
  { title: 'CPU ms', unit: 'ms' },
  { title: 'times import', unit: '×' },
  { title: 'ms until loaded', unit: 'ms' },
];

async function play(bench: Bench): Promise<readonly Started[]> {
  const { sampling, isSmoke, endpoint, onProgress } = bench;
  onProgress('cold start');
  const started = STARTERS.map((starter) => ({ ...starter, wallMs: [], cpuMs: [], loadedMs: [] }) as Started);
  const warmUps = isSmoke ? 0 : WARM_UPS;
  for (let sample = -warmUps; sample < sampling.samples; sample++) {
    for (const each of sample % 2 === 0 ? started : started.toReversed()) {
      await endpoint.take();
      const { workload, modulePath } = each;
      const batch = { workload, records: RECORDS, modulePath: modulePath(bench) };
      const { wallMs, response } = await firstResponseOf(bench, batch);
      await checkArrival(bench, each);
      if (sample < 0) continue;
      each.wallMs.push(wallMs);
      each.cpuMs.push(response.cpuMs);
      each.loadedMs.push(response.loadedMs);
    }
  }
  return started;
}

async function checkArrival({ endpoint }: Bench, { name }: Starter): Promise<void> {
  const { entries } = await endpoint.take();
  const expected = name.startsWith('import') ? 0 : RECORDS;
  if (entries !== expected) throw new Error(`${name}: ${entries} of ${expected} records arrived.`);
}
