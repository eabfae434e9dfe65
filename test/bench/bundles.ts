import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../infra/bundle.ts';

const ENTRY_POINTS = {
  'naive-loop': './contestants/naive-loop.ts',
  'serial-sender': './contestants/serial-sender.ts',
  'import-only': './contestants/import-only.ts',
  'answer-only': './contestants/answer-only.ts',
  'first-response': './single-runs/first-response.ts',
  'peak-memory': './single-runs/peak-memory.ts',
} as const;

export type BundleName = keyof typeof ENTRY_POINTS;

/** Baselines as Lambda would have them, built as the bridge is. */
export interface Bundles {
  /** Path of the module. */
  readonly path: (name: BundleName) => string;
  /** Folder with all that is loaded. */
  readonly folder: (name: BundleName) => string;
  readonly remove: () => void;
}

export async function buildBundles(): Promise<Bundles> {
  const root = mkdtempSync(join(tmpdir(), 'bench-bundles-'));
  const folder = (name: string) => join(root, name);
  await Promise.all(
    Object.entries(ENTRY_POINTS).map(async ([name, path]) => {
      const entryPoint = fileURLToPath(new URL(path, import.meta.url));
      await bundle({ entryPoint, outdir: folder(name) });
    }),
  );
  return {
    folder,
    path: (name) => join(folder(name), 'index.mjs'),
    remove: () => rmSync(root, { recursive: true }),
  };
}
