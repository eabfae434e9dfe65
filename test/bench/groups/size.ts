import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Bench } from '../bench-context.ts';
import { firstResponseOf } from '../first-response-of.ts';
import type { Group } from '../group.ts';
import type { WorkloadName } from '../workloads/workloads.ts';

const MAX_KILOBYTES = 450;
const KILOBYTE = 1_000;

export const SIZE_GROUP: Group = {
  name: 'size',
  about: 'bytes of the artefact that are loaded for JSON and for Avro with Glue',
  run: async (bench) => {
    bench.onProgress('size of the artefact');
    const { bridge, bundles } = bench;
    const json = await loadedFiles(bench, 'json', bridge.module);
    const avro = await loadedFiles(bench, 'avro', bridge.module);
    const both = [...new Set([...json, ...avro])];
    const importOnly = await loadedFiles(bench, 'json', bundles.path('import-only'));
    const naive = await loadedFiles(bench, 'avro', bundles.path('naive-loop'));
    const row = (name: string, files: readonly string[]) => ({ name, cells: [sizeOf(files), files.length] });
    return {
      tables: [
        {
          title: 'Artefact',
          about: 'Bytes of the minified files that a first batch loads, without source maps.',
          columns: [
            { title: 'kB', unit: 'kB' },
            { title: 'files', unit: 'count' },
          ],
          rows: [
            row('bridge, JSON', json),
            row('bridge, Avro', avro),
            row('bridge, both', both),
            row('imports the SDK client only', importOnly),
            row('naive loop, Avro', naive),
          ],
        },
      ],
      targets: [
        {
          name: 'artefact that JSON and Glue Avro load',
          bound: 'at most',
          limit: MAX_KILOBYTES,
          unit: 'kB',
          measured: sizeOf(both),
        },
      ],
    };
  },
};

/** Paths of the files beside a handler, and of its own, that a first batch loads. */
async function loadedFiles(
  bench: Bench,
  workload: WorkloadName,
  modulePath: string,
): Promise<readonly string[]> {
  const batch = { workload, records: 1, modulePath, isListingFiles: true };
  const { response } = await firstResponseOf(bench, batch);
  const folder = `${pathToFileURL(dirname(modulePath)).href}/`;
  return response.files.filter((url) => url.startsWith(folder)).map((url) => fileURLToPath(url));
}

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0) / KILOBYTE;
}
