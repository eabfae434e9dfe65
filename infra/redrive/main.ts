import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaStores } from '../../functions/bridge/schemas/schema-stores.ts';
import { createBridge } from '../../functions/bridge/service.ts';
import { carryAgain } from '../../functions/redrive/carry.ts';
import { readDocument } from '../../functions/redrive/read-document.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import { counted } from '../command-line/counted.ts';
import type { Carry } from './carrier.ts';
import { parseCommand, type RedriveCommand } from './command-line.ts';
import { describePlan } from './describe-plan.ts';
import { describeResult } from './describe-result.ts';
import { HELP } from './help.ts';
import { shownPath } from './journal-path.ts';
import { Objects } from './objects.ts';
import { isPlanSettled, type Plan, Planner } from './plan.ts';
import { Redrive } from './redrive.ts';
import { isSettled, type RedriveResult } from './result.ts';
import { closeSetting, openSetting, type Setting } from './setting.ts';
import type { Source } from './source.ts';

/** `npm run redrive`: see the help. */

/** For one turn of records; what is not sent by then stays. */
const CARRY_BUDGET_MS = 30_000;

const DEFAULT_COLUMNS = 80;
/** Longer lines are hard to read. */
const MAX_COLUMNS = 120;

const EXIT_STAYING = 1;
/** The command line could not be understood, or there is nothing to work with: nothing was touched. */
const EXIT_NOT_BEGUN = 2;

async function main(): Promise<void> {
  const begun = await begin().catch((error: unknown) => {
    console.error(inWords(error));
    process.exitCode = EXIT_NOT_BEGUN;
  });
  if (begun === undefined) return;
  const { command, setting } = begun;
  try {
    if (command.isDryRun) tellPlan(await plan(command, setting), command);
    else tellResult(await redrive(command, setting), command, setting.journal.path);
  } finally {
    await closeSetting(setting);
  }
}

async function begin(): Promise<{ command: RedriveCommand; setting: Setting } | undefined> {
  const command = parseCommand(process.argv.slice(2));
  if (command.kind === 'redrive') return { command, setting: await openSetting(command) };
  process.stdout.write(HELP);
  return undefined;
}

async function redrive(command: RedriveCommand, setting: Setting): Promise<RedriveResult> {
  const { configuration, journal, kafka, progress, s3, signal, sources } = setting;
  const total = await totalText(sources);
  const result = await new Redrive(command, {
    journal,
    readDocument,
    connectorId: configuration.connectorId,
    objects: new Objects(s3),
    carry: carryThrough(configuration),
    connectKafka: kafka === undefined ? undefined : () => kafka.open(),
    isInterrupted: () => signal.aborted,
    sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => undefined),
    now: Date.now,
    monotonicNow: () => performance.now(),
    onProgress: ({ documents, sent, staying }) =>
      progress.show(
        `${counted(documents, 'document')}${total} · ${counted(sent, 'record')} sent · ${counted(staying, 'document')} left`,
      ),
  }).run(sources);
  progress.clear();
  return result;
}

async function plan(command: RedriveCommand, setting: Setting): Promise<Plan> {
  const { configuration, journal, kafka, progress, s3, signal, sources } = setting;
  const total = await totalText(sources);
  const result = await new Planner(command, {
    journal,
    readDocument,
    connectorId: configuration.connectorId,
    objects: new Objects(s3),
    hasKafka: kafka !== undefined,
    isInterrupted: () => signal.aborted,
    onProgress: ({ documents, records }) =>
      progress.show(`${counted(documents, 'document')}${total} · ${counted(records, 'record')}`),
  }).run(sources);
  progress.clear();
  return result;
}

/** Without a dead-letter store: what fails again stays where it is. */
function carryThrough(configuration: Configuration): Carry {
  const bridge = createBridge(configuration, new SchemaStores(Date.now), undefined);
  return async (records) => {
    const endMs = performance.now() + CARRY_BUDGET_MS;
    return (await carryAgain(records, bridge, () => endMs - performance.now())).outcomes;
  };
}

function tellResult(result: RedriveResult, { isJson }: RedriveCommand, journal: string): void {
  console.log(
    isJson
      ? JSON.stringify({ isDryRun: false, ...result, journal }, undefined, 2)
      : describeResult(result, shownPath(journal), columns()),
  );
  if (!isSettled(result)) process.exitCode = EXIT_STAYING;
}

function tellPlan(result: Plan, { isJson }: RedriveCommand): void {
  console.log(
    isJson ? JSON.stringify({ isDryRun: true, ...result }, undefined, 2) : describePlan(result, columns()),
  );
  if (!isPlanSettled(result)) process.exitCode = EXIT_STAYING;
}

/** Only when every source can be counted. */
async function totalText(sources: readonly Source[]): Promise<string> {
  const counts = await Promise.all(sources.map((source) => source.count().catch(() => undefined)));
  const total = counts.reduce<number>((sum, count) => sum + (count ?? Number.NaN), 0);
  return Number.isNaN(total) ? '' : ` of about ${total.toLocaleString('en-US')}`;
}

function columns(): number {
  return Math.min(process.stdout.columns || DEFAULT_COLUMNS, MAX_COLUMNS);
}

function inWords(error: unknown): unknown {
  return error instanceof Error ? error.message : error;
}

try {
  await main();
} catch (error) {
  console.error(inWords(error));
  process.exitCode = EXIT_STAYING;
}
