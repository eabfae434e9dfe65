import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { bridgeFile } from './demo/bridge-file.ts';
import { type Command, HELP, parseCommand } from './demo/command-line.ts';
import { describeBridged } from './demo/describe-bridged.ts';
import { describePlay } from './demo/describe-play.ts';
import { isDelivered, play } from './demo/play.ts';
import { Progress } from './demo/progress.ts';

/** `npm start`: see the help. */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (command.kind === 'help') {
    process.stdout.write(HELP);
    return;
  }
  if (!command.isBuilt) build();
  const onLog = (line: string) => {
    if (command.isVerbose) process.stderr.write(`${styleText('dim', line)}\n`);
  };
  if (command.kind === 'bridge-file') await runFile(command, onLog);
  else await runPlay(command, onLog);
}

function build(): void {
  const { status } = spawnSync(process.execPath, ['infra/build.ts', '--quiet'], {
    cwd: PROJECT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The build failed.');
  tellStage('built dist/bridge/index.mjs');
}

async function runFile(
  command: Extract<Command, { kind: 'bridge-file' }>,
  onLog: (line: string) => void,
): Promise<void> {
  const bridged = await bridgeFile({ ...command, onLog });
  console.log(command.isJson ? JSON.stringify(bridged, undefined, 2) : describeBridged(bridged));
  if (bridged.error !== undefined) process.exitCode = 1;
}

async function runPlay(
  command: Extract<Command, { kind: 'play' }>,
  onLog: (line: string) => void,
): Promise<void> {
  const progress = new Progress(process.stderr, 'stream');
  const onProgress = (done: number, all: number) => progress.show(done, all);
  const summary = await play({ ...command, onLog, onStage: tellStage, onProgress });
  console.log(command.isJson ? JSON.stringify(summary, undefined, 2) : describePlay(summary));
  if (!isDelivered(summary)) process.exitCode = 1;
}

function tellStage(text: string): void {
  process.stderr.write(`· ${text}\n`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
