import { writeFile } from 'node:fs/promises';
import { SAMPLE_EVENTS } from './sample-events.ts';

/** Writes the files of `events/` anew (`npm run events`). */
for (const { name, event } of SAMPLE_EVENTS) {
  const file = new URL(`../../../events/${name}.json`, import.meta.url);
  await writeFile(file, `${JSON.stringify(event, undefined, 2)}\n`);
}
console.log(`${SAMPLE_EVENTS.length} sample events written to events/.`);
