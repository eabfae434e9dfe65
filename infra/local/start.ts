import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { interruption } from '../command-line/interruption.ts';
import {
  type BridgeFileCommand,
  type DemoCommand,
  parseCommand,
  type RunOptions,
  type TopicCommand,
} from './command-line.ts';
import { HELP } from './help.ts';
import type { MappingProblem } from './mapping/event-source-mapping.ts';
import type { Pipeline } from './pipeline/pipeline.ts';
import type { PipelineSnapshot } from './pipeline/snapshot.ts';

/** `npm start`: see the help. Each kind of run loads what it needs, so that a mistyped option is told at once. */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (command.kind === 'help') {
    process.stdout.write(HELP);
    return;
  }
  if (!command.isBuilt) build();
  switch (command.kind) {
    case 'demo':
      return await runDemo(command);
    case 'topic':
      return await runTopic(command);
    case 'samples':
      return await runSamples(command);
    case 'bridge-file':
      return await runFile(command);
  }
}

function build(): void {
  const { status } = spawnSync(process.execPath, ['infra/build.ts', '--quiet'], {
    cwd: PROJECT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The build failed.');
  tellStage('built the functions in dist/');
}

async function runDemo(command: DemoCommand): Promise<void> {
  const { startDemoPipeline } = await import('./pipeline/demo-pipeline.ts');
  await watch(command, (listeners) => startDemoPipeline({ ...command, ...listeners }));
}

async function runTopic(command: TopicCommand): Promise<void> {
  const { configurationText } = await import('./demo/configurations.ts');
  const { startTopicPipeline } = await import('./pipeline/topic-pipeline.ts');
  const configuration = await configurationText(command.configurationFile, 'auto');
  await watch(command, (listeners) => startTopicPipeline({ ...command, ...listeners, configuration }));
}

interface Listeners {
  readonly onLog: (line: string) => void;
  readonly onProblem: (problem: MappingProblem) => void;
}

async function watch(
  { durationMs, isJson, isVerbose }: DemoCommand | TopicCommand,
  start: (listeners: Listeners) => Promise<Pipeline>,
): Promise<void> {
  const { describePipeline } = await import('./pipeline/describe-pipeline.ts');
  const { isDelivered, runPipeline } = await import('./pipeline/run-pipeline.ts');
  const { startView } = await import('./view/start-view.ts');
  const closed = new AbortController();
  const signal = AbortSignal.any([interruption(), closed.signal]);
  const view = startView({
    output: process.stdout,
    ...(isJson && { kind: 'json' }),
    // Nobody reads on: it ends as with Ctrl-C.
    onClosed: () => closed.abort(),
  });
  try {
    const pipeline = await start({
      onLog: (line) => {
        if (isVerbose) view.say(line);
      },
      // That the function fails is in its own log, and in the figures.
      onProblem: ({ kind, message }) => {
        if (isVerbose || kind !== 'invocation') view.say(message);
      },
    });
    const onSnapshot = (snapshot: PipelineSnapshot) => view.show(snapshot);
    const summary = await runPipeline(pipeline, { durationMs, signal, onSnapshot });
    view.end();
    console.log(isJson ? JSON.stringify({ summary }) : describePipeline(summary));
    if (!isDelivered(summary)) process.exitCode = 1;
  } finally {
    view.end();
  }
}

async function runSamples(command: RunOptions): Promise<void> {
  const { describeSamples } = await import('./demo/describe-samples.ts');
  const { areDelivered, playSamples } = await import('./demo/play-samples.ts');
  const summary = await playSamples({ ...command, onLog: logger(command), onStage: tellStage });
  console.log(command.isJson ? JSON.stringify(summary, undefined, 2) : describeSamples(summary));
  if (!areDelivered(summary)) process.exitCode = 1;
}

async function runFile(command: BridgeFileCommand): Promise<void> {
  const { bridgeFile } = await import('./demo/bridge-file.ts');
  const { describeBridged } = await import('./demo/describe-bridged.ts');
  const bridged = await bridgeFile({ ...command, onLog: logger(command) });
  console.log(command.isJson ? JSON.stringify(bridged, undefined, 2) : describeBridged(bridged));
  if (bridged.error !== undefined) process.exitCode = 1;
}

function logger({ isVerbose }: RunOptions): (line: string) => void {
  return (line) => {
    if (isVerbose) process.stderr.write(`${styleText('dim', line)}\n`);
  };
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
