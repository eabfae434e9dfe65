import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the client is installed with its addon. */
const FOLDER = fileURLToPath(new URL('../../.local/runtime', import.meta.url));
const PACKAGE = fileURLToPath(new URL('interface-client', import.meta.url));
const MANIFESTS = ['package.json', 'package-lock.json', '.npmrc'] as const;

/**
 * AWS's runtime interface client as npm installs it, its addon compiled. The first time takes one or two minutes.
 *
 * @returns its entry.
 * @throws Error with what it needs, if it cannot be compiled.
 */
export async function compiledClient(onStage: (text: string) => void): Promise<string> {
  const client = join(FOLDER, 'node_modules/aws-lambda-ric');
  if (existsSync(join(client, 'rapid-client.node')) && hasSameVersions()) return join(client, 'index.mjs');
  onStage("compiling the addon of AWS's runtime interface client");
  mkdirSync(FOLDER, { recursive: true });
  for (const name of MANIFESTS) cpSync(join(PACKAGE, name), join(FOLDER, name));
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [status]] = await Promise.all([
    npm.stdout.toArray(),
    npm.stderr.toArray(),
    once(npm, 'close'),
  ]);
  if (status !== 0) {
    throw new Error(
      `${output.join('')}${errors.join('')}\nThe addon could not be compiled. It needs make, cmake, a compiler for C++, Python 3, xz, and the headers of Node.js, which node-gyp fetches unless npm's setting nodedir names a folder with them.`,
    );
  }
  return join(client, 'index.mjs');
}

function hasSameVersions(): boolean {
  const [kept, wanted] = [FOLDER, PACKAGE].map((folder) =>
    readFileSync(join(folder, 'package-lock.json'), 'utf8'),
  );
  return kept === wanted;
}
