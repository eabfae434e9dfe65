import { styleText } from 'node:util';
import { Progress } from '../../infra/local/demo/progress.ts';
import { runCommand } from '../fixtures/run-command.ts';
import { copyArtefact } from './artefact.ts';
import { type Command, HELP, parseCommand } from './command-line.ts';
import { describeSoak } from './describe-soak.ts';
import { SCENARIOS } from './scenarios.ts';
import { isSound, soak } from './soak.ts';

/** `npm run soak`: see the help. */

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (command.kind === 'help') process.stdout.write(HELP);
  else if (command.kind === 'list') console.log(scenarioList());
  else await run(command);
}

function scenarioList(): string {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  return SCENARIOS.map(({ name, about }) => `${name.padEnd(width)}  ${styleText('dim', about)}`).join('\n');
}

async function run(command: Extract<Command, { kind: 'soak' }>): Promise<void> {
  const { isJson, isVerbose, seed } = command;
  const artefact = copyArtefact();
  process.stderr.write(`· seed ${seed}\n`);
  const progress = new Progress(process.stderr, 'records');
  try {
    const result = await soak({
      ...command,
      artefact: artefact.module,
      onProgress: (done, all) => progress.show(done, all),
      onLog: (line) => {
        if (isVerbose) process.stderr.write(`${styleText('dim', line)}\n`);
      },
    });
    console.log(isJson ? JSON.stringify(result, undefined, 2) : describeSoak(result));
    if (!isSound(result)) process.exitCode = 1;
  } finally {
    artefact.remove();
  }
}

await runCommand(main);
