import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Metafile } from 'esbuild';
import { bytesOf, fileOf, loadedWith, packagesIn } from './artefact-parts.ts';
import { bundle } from './bundle.ts';
import { FUNCTIONS, type FunctionName } from './functions.ts';

const BIGGEST_PACKAGES = 8;

/** Builds the artefact of one function. */
async function buildFunction(name: FunctionName): Promise<Metafile> {
  const outdir = fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
  await rm(outdir, { recursive: true, force: true });
  return await bundle({ entryPoint: `functions/${name}/handler.ts`, outdir });
}

/** What is loaded at start, what later, and which packages weigh most at start. */
function describeArtefact(name: FunctionName, { outputs }: Metafile): string {
  const entry = fileOf(`functions/${name}/handler.ts`, outputs);
  const atStart = loadedWith(entry, outputs);
  const later = Object.keys(outputs).filter((file) => file.endsWith('.mjs') && !atStart.has(file));
  const packages = packagesIn(atStart, outputs).slice(0, BIGGEST_PACKAGES);
  return [
    `${entry}  ${kilobytes(bytesOf(atStart, outputs))} at start, ${kilobytes(bytesOf(later, outputs))} loaded when needed`,
    ...packages.map(([packageName, bytes]) => `  ${kilobytes(bytes).padStart(9)}  ${packageName}`),
    ...later.flatMap((file) => {
      const { entryPoint } = outputs[file] ?? {};
      if (!entryPoint?.startsWith('functions/')) return [];
      const own = [...loadedWith(file, outputs)].filter((loaded) => !atStart.has(loaded));
      const what = entryPoint.slice('functions/'.length);
      return [`  ${kilobytes(bytesOf(own, outputs)).padStart(9)}  when needed: ${what}`];
    }),
  ].join('\n');
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}

/** The functions named on the command line, all by default. */
function chosen(names: readonly string[]): readonly FunctionName[] {
  if (names.length === 0) return FUNCTIONS;
  const unknown = names.filter((name) => !FUNCTIONS.some((known) => known === name));
  if (unknown.length > 0) {
    throw new Error(`There is no function ${unknown.join(', ')}; there are ${FUNCTIONS.join(', ')}.`);
  }
  return FUNCTIONS.filter((name) => names.includes(name));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { quiet: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  for (const name of chosen(positionals)) {
    const metafile = await buildFunction(name);
    if (!values.quiet) console.log(describeArtefact(name, metafile));
  }
}

try {
  await main();
} catch (error) {
  // esbuild has printed where and why; its stack says nothing more.
  if (!(error instanceof Error && 'errors' in error)) throw error;
  process.exitCode = 1;
}
