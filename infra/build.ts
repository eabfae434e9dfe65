import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { FUNCTIONS, type FunctionName } from './functions.ts';

/** Node dependencies that are CommonJS inside call `require`, which an ES module does not have. */
const REQUIRE_BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const BIGGEST_PARTS = 8;

/** Builds the artefact of one function: minified ES modules with source maps, rare code in files of its own. */
async function buildFunction(name: string): Promise<Metafile> {
  const outdir = `dist/${name}`;
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const { metafile } = await build({
    entryPoints: { index: `functions/${name}/handler.ts` },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    mainFields: ['module', 'main'],
    // The other entry of the package reads a WebAssembly file beside itself, which is not there after bundling.
    alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' },
    banner: { js: REQUIRE_BANNER },
    logLevel: 'warning',
  });
  return metafile;
}

/** What is loaded at start, what later, and which packages weigh most in each. */
function describeArtefact(name: string, { outputs }: Metafile): string {
  const entry = `dist/${name}/index.mjs`;
  const atStart = loadedAtStart(entry, outputs);
  const files = Object.keys(outputs).filter((file) => file.endsWith('.mjs'));
  const later = files.filter((file) => !atStart.has(file));
  return [
    `${entry}  ${kilobytes(sum([...atStart], outputs))} at start, ${kilobytes(sum(later, outputs))} loaded when needed`,
    ...partsOf([...atStart], outputs).map(([part, bytes]) => `  ${kilobytes(bytes).padStart(9)}  ${part}`),
    ...later
      .filter((file) => isOwnEntry(outputs[file]?.entryPoint))
      .map((file) => {
        const own = [...loadedAtStart(file, outputs)].filter((loaded) => !atStart.has(loaded));
        const what = outputs[file]?.entryPoint?.slice(`functions/${name}/`.length) ?? file;
        return `  ${kilobytes(sum(own, outputs)).padStart(9)}  when needed: ${what}`;
      }),
  ].join('\n');
}

function isOwnEntry(entryPoint: string | undefined): boolean {
  return entryPoint?.startsWith('functions/') ?? false;
}

type Outputs = Metafile['outputs'];

function loadedAtStart(entry: string, outputs: Outputs, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const { path, kind } of outputs[entry]?.imports ?? []) {
    if (kind === 'import-statement' && path in outputs) loadedAtStart(path, outputs, seen);
  }
  return seen;
}

function partsOf(files: readonly string[], outputs: Outputs): [string, number][] {
  const parts = new Map<string, number>();
  for (const file of files) {
    for (const [input, { bytesInOutput }] of Object.entries(outputs[file]?.inputs ?? {})) {
      const part = packageOf(input);
      parts.set(part, (parts.get(part) ?? 0) + bytesInOutput);
    }
  }
  return [...parts].sort(([, a], [, b]) => b - a).slice(0, BIGGEST_PARTS);
}

function packageOf(input: string): string {
  const [, path] = input.split(/.*node_modules\//);
  if (path === undefined) return "the project's own code";
  const [scope = '', name = ''] = path.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

function sum(files: readonly string[], outputs: Outputs): number {
  return files.reduce((total, file) => total + (outputs[file]?.bytes ?? 0), 0);
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
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
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
