import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../dist/bridge', import.meta.url));

/** A copy of the built bridge, so that a build in the meantime does not change what is tested. */
export interface ArtefactCopy {
  readonly module: string;
  readonly remove: () => void;
}

/** @throws Error when the bridge has not been built. */
export function copyArtefact(): ArtefactCopy {
  if (!existsSync(join(BUILT, 'index.mjs'))) {
    throw new Error('dist/bridge/index.mjs is not there. Run npm run build first.');
  }
  const directory = mkdtempSync(join(tmpdir(), 'soak-'));
  cpSync(BUILT, directory, { recursive: true });
  return {
    module: join(directory, 'index.mjs'),
    remove: () => rmSync(directory, { recursive: true }),
  };
}
