import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

const directories: string[] = [];

afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
});

/** A folder for the length of the test. */
export async function temporaryFolder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'function-'));
  directories.push(directory);
  return directory;
}

/** A built module with this source, for the length of the test. */
export async function temporaryArtefact(source: string): Promise<string> {
  const artefact = join(await temporaryFolder(), 'index.mjs');
  await writeFile(artefact, source);
  return artefact;
}
