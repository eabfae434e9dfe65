import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Refusal } from './command-line/refusal.ts';

/** Functions of this project: `functions/<name>/handler.ts`, built into `dist/<name>/index.mjs`. */
export const FUNCTIONS = ['bridge', 'redrive', 'demo-producer', 'demo-analyzer'] as const;

export type FunctionName = (typeof FUNCTIONS)[number];

/**
 * Folder with the built artefact of a function: what is deployed, what the tests load and what the local run plays.
 *
 * @throws Refusal if it has not been built.
 */
export function artefactFolder(name: FunctionName): string {
  const folder = fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
  if (!existsSync(`${folder}/index.mjs`)) {
    throw new Refusal(
      `The artefact dist/${name}/index.mjs is missing. Run \`npm run build\` in the folder of this project first.`,
    );
  }
  return folder;
}
