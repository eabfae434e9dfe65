import { styleText } from 'node:util';
import { runCommand } from '../fixtures/run-command.ts';
import { copyArtefact } from '../soak/artefact.ts';
import { Cluster } from './cluster.ts';
import { type Command, HELP, parseCommand } from './command-line.ts';
import { describeAll, describeOutcome, isGood } from './describe-outcome.ts';
import { JavaProducer } from './java-producer.ts';
import { type Outcome, play } from './play.ts';
import { SCENARIOS } from './scenarios.ts';

/** `npm run e2e`: see the help. */

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

async function run(command: Extract<Command, { kind: 'play' }>): Promise<void> {
  const startMs = performance.now();
  const { isJson } = command;
  const outcomes = await playAll(command, (outcome) => {
    if (!isJson) console.log(describeOutcome(outcome));
  });
  const elapsedMs = performance.now() - startMs;
  if (isJson)
    console.log(JSON.stringify({ isGood: outcomes.every(isGood), outcomes, elapsedMs }, undefined, 2));
  else console.log(describeAll(outcomes, elapsedMs));
  if (!outcomes.every(isGood)) process.exitCode = 1;
}

async function playAll(
  { scenarios, records, seed, isVerbose }: Extract<Command, { kind: 'play' }>,
  onOutcome: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const onStage = (text: string) => void process.stderr.write(`· ${text}\n`);
  const onLog = (line: string) => {
    if (isVerbose) process.stderr.write(`${styleText('dim', line)}\n`);
  };
  const artefact = copyArtefact();
  process.once('exit', artefact.remove);
  // A program that is left behind keeps this one from its end.
  await using closing = new AsyncDisposableStack();
  const cluster = closing.adopt(await Cluster.start(onStage), (started) => started.close());
  const producer = closing.adopt(await JavaProducer.start(onStage), (started) => started.close());
  const outcomes: Outcome[] = [];
  for (const scenario of scenarios) {
    const setting = { cluster, producer, artefact: artefact.module, onLog };
    const outcome = await play(scenario, { setting, records, seed });
    outcomes.push(outcome);
    onOutcome(outcome);
  }
  return outcomes;
}

await runCommand(main);
