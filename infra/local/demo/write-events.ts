import { mkdir, writeFile } from 'node:fs/promises';
import { samEnvironment } from '../sam-environment.ts';
import { CONFIGURATIONS } from './configurations.ts';
import { SAMPLE_EVENTS } from './sample-events.ts';

/** Writes the files of `events/` and `events/environment/` anew. */

const EVENTS = new URL('../../../events/', import.meta.url);

await mkdir(new URL('environment/', EVENTS), { recursive: true });
for (const { name, event } of SAMPLE_EVENTS) await writeJson(`${name}.json`, event);
for (const name of CONFIGURATIONS) await writeJson(`environment/${name}.json`, samEnvironment(name));
console.log(
  `${SAMPLE_EVENTS.length} sample events and ${CONFIGURATIONS.length} environments written to events/.`,
);

async function writeJson(path: string, content: object): Promise<void> {
  await writeFile(new URL(path, EVENTS), `${JSON.stringify(content, undefined, 2)}\n`);
}
