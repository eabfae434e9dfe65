import { builtinModules } from 'node:module';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { NODE_NAMESPACE } from './artefact-parts.ts';
import { startInOneFile } from './start-file.ts';

const PROJECT_FOLDER = fileURLToPath(new URL('..', import.meta.url));

/**
 * Takes modules of Node as they are, for `import` and `require` alike. An `import` would make everything that a module
 * exports: of `node:http` a WebSocket too, for which Node loads an HTTP client of its own, and of `node:process` the
 * standard streams. And an ES module has no `require`, which dependencies call that are CommonJS inside.
 *
 * @see https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
const NODE_MODULES_AS_THEY_ARE: Plugin = {
  name: 'node-modules-as-they-are',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: new RegExp(`^(node:.+|${builtinModules.join('|')})$`) }, ({ path }) => ({
      path: path.startsWith('node:') ? path : `node:${path}`,
      namespace: NODE_NAMESPACE,
    }));
    onLoad({ filter: /.*/, namespace: NODE_NAMESPACE }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

export interface BundleOptions {
  /** The module with the handler: its path from the folder of the project, or an absolute one. */
  readonly entryPoint: string;
  /** Likewise. */
  readonly outdir: string;
  /** @default true */
  readonly write?: boolean;
}

/** Makes the artefact of one function: minified ES modules with source maps, what is loaded later in files of its own. */
export async function bundle({ entryPoint, outdir, write = true }: BundleOptions): Promise<Metafile> {
  const options = {
    absWorkingDir: PROJECT_FOLDER,
    entryPoints: { index: entryPoint },
    outdir,
    write,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    // For the traces of errors in the log, since the source maps are not deployed.
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    mainFields: ['module', 'main'],
    // The other entry of the package reads a WebAssembly file beside itself, which is not there after bundling.
    alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' },
    plugins: [NODE_MODULES_AS_THEY_ARE],
    logLevel: 'warning',
  } satisfies BuildOptions;
  const { metafile: apart } = await build({ ...options, write: false });
  const entry = relative(PROJECT_FOLDER, resolve(PROJECT_FOLDER, entryPoint));
  const plugins = [NODE_MODULES_AS_THEY_ARE, startInOneFile(entry, apart.inputs, PROJECT_FOLDER)];
  const { metafile } = await build({ ...options, plugins });
  return metafile;
}
