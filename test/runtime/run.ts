import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCommand } from '../fixtures/run-command.ts';
import { compiledClient } from './compiled-client.ts';
import { COMPILED_CLIENT } from './interface-client.ts';

const USAGE = `Holds the built functions against AWS's runtime interface client with its compiled addon.

  npm run runtime

\`npm test\` does the same without the addon. Compiling it needs make, cmake, a compiler for C++, Python 3, xz and the
headers of Node.js, on Linux, and one or two minutes, once; it is kept in .local/runtime.
The exit code is 1 when something is not as it should be.
`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const entry = await compiledClient((text) => console.log(`· ${text}`));
  const vitest = spawn('vitest', ['run', 'test/runtime'], {
    cwd: ROOT,
    env: { ...process.env, [COMPILED_CLIENT]: entry },
    stdio: 'inherit',
  });
  const [status] = await once(vitest, 'close');
  if (status !== 0) process.exitCode = 1;
}

await runCommand(main);
