import { runCommand } from '../fixtures/run-command.ts';
import { type Command, HELP, readCommandLine } from './command-line.ts';
import { comparedRecords } from './compared-records.ts';
import type { ForeignFrame } from './foreign-frame.ts';
import { connectReader, type ForeignProgram } from './foreign-program.ts';
import { groupsOf } from './groups.ts';
import { ordersFor } from './orders.ts';
import { areGood, describeOutcome, type Outcome } from './outcome.ts';
import { PRODUCERS, type Producer } from './producers.ts';
import { recordFrames, writeFrames } from './recording.ts';

type Say = (text: string) => void;

/** The program that reads along, for an address of Glue; or why there is none. */
type Reader = ((endpoint: string) => ForeignProgram) | string;

async function main(): Promise<void> {
  const command = readCommandLine();
  if (command.isHelp) {
    process.stdout.write(HELP);
    return;
  }
  const startMs = performance.now();
  const say: Say = (text) => {
    if (!command.isJson) console.log(text);
  };
  const reader = await connectReader((text) => say(`· ${text}`)).catch(reasonOf);
  if (typeof reader === 'string') say(`· Kafka Connect does not read along: ${reader}`);
  const outcomes: Outcome[] = [];
  const frames: ForeignFrame[] = [];
  for (const producer of PRODUCERS) {
    const outcome = await outcomeOf(producer, reader, command, frames, say);
    outcomes.push(outcome);
    say(describeOutcome(outcome));
  }
  const isComplete = typeof reader !== 'string' || command.isSkippingAllowed;
  const isGood = isComplete && areGood(outcomes, command.isSkippingAllowed);
  if (command.isJson) console.log(JSON.stringify({ isGood, outcomes }, undefined, 2));
  say(`in ${((performance.now() - startMs) / 1_000).toFixed(1)} s`);
  if (!isGood) process.exitCode = 1;
  else if (command.isRecording) await writeFrames(frames);
}

/** @param frames takes what is to be kept of the records, when they are to be recorded. */
async function outcomeOf(
  { name, registry, ordersOf, prepare, isRecorded }: Producer,
  reader: Reader,
  { any, isRecording }: Command,
  frames: ForeignFrame[],
  say: Say,
): Promise<Outcome> {
  const onStage: Say = (text) => say(`· ${text}`);
  const start = await prepare(onStage).catch(reasonOf);
  if (typeof start === 'string') return { producer: name, registry, groups: [], skipped: start };
  const setting = await start();
  try {
    const { standIns } = setting.bridge;
    onStage(`${name} writes`);
    const orders = ordersOf(ordersFor(registry === 'Glue' ? 'glue' : 'confluent', any));
    const connect = typeof reader === 'string' ? undefined : reader(standIns.url);
    const records = await comparedRecords(registry, setting, connect, orders);
    if (isRecording && isRecorded) {
      frames.push(...(await recordFrames({ producer: name, registry }, standIns, records)));
    }
    return { producer: name, registry, groups: groupsOf(registry, records) };
  } finally {
    await setting.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

await runCommand(main);
