import { parseArgs } from 'node:util';
import { runCommand } from '../fixtures/run-command.ts';
import { describeMutation } from './describe-mutation.ts';
import { judge } from './judge.ts';
import { mutate } from './mutate.ts';
import { ACCEPTED_SURVIVORS } from './survivors.ts';
import { TARGETS } from './targets.ts';

const USAGE = `Changes packing, publishing and settlement in small ways and tells which changes no test noticed.

  npm run mutation                     all files
  npm run mutation -- --only publish   only files whose path holds the text; can be repeated

  --only <text>   see above
  --help          print this

The exit code is 1 when a mutation survives that is not in test/mutation/survivors.ts, where each has its reason.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [''] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const files = TARGETS.filter((file) => values.only.some((text) => file.includes(text)));
  if (files.length === 0) throw new Error(`No file matches --only. There are:\n  ${TARGETS.join('\n  ')}`);
  const startMs = performance.now();
  const mutants = await mutate(files);
  const judgement = judge(mutants, ACCEPTED_SURVIVORS);
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  process.stdout.write(`\n${describeMutation(mutants, judgement)}\n${seconds} s\n`);
  if (judgement.unjustified.length > 0) process.exitCode = 1;
}

await runCommand(main);
