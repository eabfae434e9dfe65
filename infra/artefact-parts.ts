import type { Metafile } from 'esbuild';

/** The files of an artefact, as the bundler describes them. */
export type Outputs = Metafile['outputs'];

/** A file of an artefact with all that it imports: what is loaded with it, apart from what it asks for later. */
export function loadedWith(file: string, outputs: Outputs, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { path, kind } of outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && path in outputs) loadedWith(path, outputs, seen);
  }
  return seen;
}

/** The file that a module with this path, from the folder of the project, is the entry of. */
export function fileOf(entryPoint: string, outputs: Outputs): string {
  const file = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entryPoint);
  if (file === undefined) throw new Error(`No file of the artefact begins with ${entryPoint}.`);
  return file;
}

export function bytesOf(files: Iterable<string>, outputs: Outputs): number {
  return [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
}

/** How many bytes each package has in these files, most first. */
export function packagesIn(files: Iterable<string>, outputs: Outputs): readonly [string, number][] {
  const bytes = new Map<string, number>();
  for (const file of files) {
    for (const [input, { bytesInOutput }] of Object.entries(outputs[file]?.inputs ?? {})) {
      const name = packageOf(input);
      bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
    }
  }
  return [...bytes].sort(([, a], [, b]) => b - a);
}

function packageOf(input: string): string {
  if (input.startsWith(`${NODE_NAMESPACE}:`)) return 'Node';
  const [, path] = input.split(/.*node_modules\//);
  if (path === undefined) return "the project's own code";
  const [scope = '', name = ''] = path.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

/** Where the bundler has modules of Node. */
export const NODE_NAMESPACE = 'node-module';
