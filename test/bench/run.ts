import { resolve } from 'node:path';
import { runCommand } from '../fixtures/run-command.ts';
import { bench } from './bench.ts';
import { type Command, HELP, parseCommand } from './command-line.ts';
import { describeBench } from './describe-bench.ts';
import { markdown } from './markdown.ts';
import { BENCHMARKS_FILE, writeFigures } from './write-figures.ts';

/** `npm run bench`: see the help. */

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (command.kind === 'help') process.stdout.write(HELP);
  else await run(command);
}

async function run(command: Extract<Command, { kind: 'bench' }>): Promise<void> {
  const { groups, isJson, isWriting, profileFolder } = command;
  const result = await bench(groups, {
    ...command,
    profileFolder: profileFolder === undefined ? undefined : resolve(profileFolder),
    onProgress: (what) => process.stderr.write(`· ${what}\n`),
  });
  if (isWriting) writeFigures(BENCHMARKS_FILE, markdown(result));
  console.log(isJson ? JSON.stringify(result, undefined, 2) : describeBench(result));
}

await runCommand(main);
