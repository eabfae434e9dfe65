import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder with the code of a function, which is there as long as the test. No project is around it, as on Lambda. */
export function taskRoot(files: Readonly<Record<string, string>>): string {
  const around = mkdtempSync(join(tmpdir(), 'lambda-'));
  onTestFinished(() => rmSync(around, { recursive: true }));
  // Keeps a package.json of the folders above from deciding what kind of module a file is.
  writeFileSync(join(around, 'package.json'), '{}');
  const folder = join(around, 'task');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
