import { readFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import type { Loader, Metafile, Plugin } from 'esbuild';
import { NODE_NAMESPACE } from './artefact-parts.ts';

type Inputs = Metafile['inputs'];

const START = 'start-of-the-artefact';

/**
 * Keeps what an artefact loads at its start in one file beside that of its handler. For every set of modules that the start
 * shares with the same parts of what is loaded later, the bundler makes a file: dozens in all, and each takes Node a third of
 * a millisecond. Here the handler and whatever is loaded later import the start as a whole, so that there is one set; by the
 * time that something is loaded later, it is there.
 *
 * The module with the handler is no part of it: it may wait at its top level for something that is loaded later, which must
 * then not wait for it.
 *
 * @param inputs of the artefact, as the bundler describes them without this plugin.
 * @param folder where their paths begin.
 */
export function startInOneFile(entryPoint: string, inputs: Inputs, folder: string): Plugin {
  const start = importsOf(entryPoint, inputs).map(
    (path) => `export * from ${JSON.stringify(resolve(folder, path))};`,
  );
  const importing = new Set(
    [entryPoint, ...loadedLater(entryPoint, inputs)].map((path) => resolve(folder, path)),
  );
  return {
    name: 'start-in-one-file',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: new RegExp(`^${START}$`) }, () => ({ path: START, namespace: START }));
      onLoad({ filter: /.*/, namespace: START }, () => ({ contents: start.join('\n'), resolveDir: folder }));
      onLoad({ filter: /.*/ }, async ({ path }) => {
        if (!importing.has(path)) return undefined;
        const contents = `${await readFile(path, 'utf8')}\nimport '${START}';`;
        return { contents, loader: loaderOf(path), resolveDir: dirname(path) };
      });
    },
  };
}

/** The modules that begin something that is loaded later. One of CommonJS imports nothing. */
function loadedLater(entryPoint: string, inputs: Inputs): readonly string[] {
  const atStart = reached(entryPoint, inputs);
  const imports = Object.values(inputs).flatMap((input) => input.imports);
  return imports.flatMap(({ path, kind }) =>
    kind === 'dynamic-import' && inputs[path]?.format === 'esm' && !atStart.has(path) ? [path] : [],
  );
}

function reached(path: string, inputs: Inputs, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const imported of importsOf(path, inputs)) reached(imported, inputs, seen);
  return seen;
}

/** The modules that a module is loaded with, apart from those of Node. */
function importsOf(path: string, inputs: Inputs): readonly string[] {
  const imports = inputs[path]?.imports ?? [];
  return imports.flatMap(({ kind, path: imported }) =>
    kind !== 'dynamic-import' && imported in inputs && !imported.startsWith(NODE_NAMESPACE) ? [imported] : [],
  );
}

function loaderOf(path: string): Loader {
  return extname(path) === '.ts' ? 'ts' : 'js';
}
