import { pathToFileURL } from 'node:url';
import { artefactFolder } from '../functions.ts';
import { mskEvent } from '../local/demo/event-builder.ts';

/** The built bridge of `measure.ts`, in a process of its own, whose processor time is the bridge's alone. */

export interface Round {
  readonly batches: number;
  readonly recordsPerBatch: number;
  readonly valueBytes: number;
}

export interface RoundResult {
  readonly cpuMs: number;
  readonly wallMs: number;
}

const PARTITIONS = 4;
const TIMEOUT_MS = 60_000;
const CONTEXT = {
  awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  functionName: 'bridge',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bridge',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => TIMEOUT_MS,
};

const { handler }: { handler: (event: unknown, context: object) => Promise<unknown> } = await import(
  pathToFileURL(`${artefactFolder('bridge')}/index.mjs`).href
);

/** JSON of about that many bytes, texts and numbers mixed. */
function jsonValue(bytes: number): string {
  const members: Record<string, string | number> = {};
  for (let index = 0; JSON.stringify(members).length < bytes; index++) {
    members[`field${index}`] = index % 3 === 0 ? index * 7_919 : `value ${index} of a record`;
  }
  return JSON.stringify(members);
}

/** As text: reading it is part of an invocation. */
function eventText({ recordsPerBatch, valueBytes }: Round): string {
  const value = jsonValue(valueBytes);
  const records = Array.from({ length: recordsPerBatch }, (_, index) => ({
    topic: 'orders',
    partition: index % PARTITIONS,
    offset: index,
    timestamp: Date.now(),
    key: `order-${index}`,
    value,
  }));
  return JSON.stringify(mskEvent(records));
}

async function run(round: Round): Promise<RoundResult> {
  const text = eventText(round);
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  for (let batch = 0; batch < round.batches; batch++) await handler(JSON.parse(text), CONTEXT);
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1_000, wallMs: performance.now() - startMs };
}

process.on('message', async (round: Round) => process.send?.(await run(round)));
process.send?.('ready');
