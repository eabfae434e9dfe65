import type { BatchResult, Bridge } from '../bridge/bridge.ts';
import { withinDeadline } from '../bridge/deadline.ts';
import { type Breakdown, carryAgain } from './carry.ts';
import type { ObjectPlace } from './document.ts';
import { type ContentsPorts, type MessageContents, problemOf, readMessage } from './message-contents.ts';
import type { ObjectStore } from './object-store.ts';
import type { Refusal } from './refusal.ts';
import type { SentRecords } from './sent-records.ts';
import type { SqsBatchResponse, SqsEvent, SqsMessage } from './sqs-event.ts';

export interface RedrivePorts extends Omit<ContentsPorts, 'signal'> {
  /** Without a dead-letter store: what fails again is reported. */
  readonly bridge: Pick<Bridge, 'carry'>;
  readonly sent: SentRecords;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly remainingMs: () => number;
}

export interface RedriveResult {
  readonly response: SqsBatchResponse;
  /** Records that were sent. */
  readonly redriven: number;
  readonly refusals: readonly Refusal[];
  readonly breakdowns: readonly Breakdown[];
  /** What the bridge made of the records, a batch for each source. */
  readonly batches: readonly BatchResult[];
  /** Objects that messages named and that were not there any more. */
  readonly gone: readonly ObjectPlace[];
}

/** Objects that take longer than this share of the invocation are left for the next: what was read is to be sent in time. */
const READING_SHARE = 0.5;

/** Of the time that is left after sending. Cut off by the end of the invocation, it could not tell what was sent. */
const DELETING_SHARE = 0.75;

/**
 * Carries what the messages of an SQS batch hold through the bridge. A message leaves the queue when all its records were
 * sent and its objects are deleted; every other one is reported and stays.
 */
export async function redrive(event: SqsEvent, ports: RedrivePorts): Promise<RedriveResult> {
  // SQS may deliver a message twice in a batch.
  const messages = new Map(event.Records.map((message) => [message.messageId, message]));
  const read = await withinDeadline(ports.remainingMs() * READING_SHARE, ports.now, ({ signal }) =>
    readMessages([...messages.values()], { ...ports, signal }),
  );
  const contents = read.flatMap((each) => ('code' in each ? [] : each));
  const refusals = read.flatMap((each) => ('code' in each ? each : []));
  const waiting = contents.flatMap(({ messageId, records }) =>
    records.filter((record) => !ports.sent.has(messageId, record)).map((record) => ({ messageId, record })),
  );
  const { outcomes, batches, breakdowns } = await carryAgain(
    waiting.map(({ record }) => record),
    ports.bridge,
    ports.remainingMs,
  );
  const sent = waiting.filter((_, index) => outcomes[index]?.kind === 'sent');
  const sentNow = new Set(sent.map(({ record }) => record));
  const isSent = ({ messageId, records }: MessageContents): boolean =>
    records.every((record) => sentNow.has(record) || ports.sent.has(messageId, record));
  const done = new Set<string>();
  await withinDeadline(ports.remainingMs() * DELETING_SHARE, ports.now, async ({ signal }) => {
    for (const content of contents.filter(isSent)) {
      const refusal = await removeObjects(content, ports.objects, signal);
      if (refusal === undefined) done.add(content.messageId);
      else refusals.push(refusal);
    }
  });
  for (const { messageId, record } of sent) if (!done.has(messageId)) ports.sent.add(messageId, record);
  const staying = [...messages.keys()].filter((id) => !done.has(id));
  return {
    response: { batchItemFailures: staying.map((itemIdentifier) => ({ itemIdentifier })) },
    redriven: sent.length,
    refusals,
    breakdowns,
    batches,
    gone: contents.flatMap(({ gone }) => gone),
  };
}

async function readMessages(
  messages: readonly SqsMessage[],
  ports: ContentsPorts,
): Promise<(MessageContents | Refusal)[]> {
  const read: (MessageContents | Refusal)[] = [];
  for (const message of messages) read.push(await readMessage(message, ports));
  return read;
}

/** The message goes after its objects: until then it is the only way to find them. */
async function removeObjects(
  { messageId, objects }: MessageContents,
  store: ObjectStore,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  try {
    for (const { bucket, key } of objects) {
      signal.throwIfAborted();
      await store.remove(bucket, key, signal);
    }
    return undefined;
  } catch (error) {
    return { code: 'OBJECT_NOT_READ', messageId, problem: problemOf(error) };
  }
}
