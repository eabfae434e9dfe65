import type { BatchResult, Bridge } from '../bridge/bridge.ts';
import { type Breakdown, carryAgain } from './carry.ts';
import {
  type ContentsPorts,
  type MessageContents,
  problemOf,
  readMessage,
  type StoredObject,
} from './message-contents.ts';
import type { Refusal } from './refusal.ts';
import type { SentRecords } from './sent-records.ts';
import type { SqsBatchResponse, SqsEvent } from './sqs-event.ts';

export interface RedrivePorts extends ContentsPorts {
  /** Without a dead-letter store: what fails again is reported. */
  readonly bridge: Pick<Bridge, 'carry'>;
  readonly sent: SentRecords;
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
  readonly gone: readonly StoredObject[];
}

/**
 * Carries what the messages of an SQS batch hold through the bridge. A message leaves the queue when all its records were
 * sent and its objects are deleted; every other one is reported and stays.
 */
export async function redrive(event: SqsEvent, ports: RedrivePorts): Promise<RedriveResult> {
  const contents: MessageContents[] = [];
  const refusals: Refusal[] = [];
  // SQS may deliver a message twice in a batch.
  const messages = new Map(event.Records.map((message) => [message.messageId, message]));
  for (const message of messages.values()) {
    const read = await readMessage(message, ports);
    if ('code' in read) refusals.push(read);
    else contents.push(read);
  }
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
  for (const content of contents.filter(isSent)) {
    const refusal = await removeObjects(content, ports);
    if (refusal === undefined) done.add(content.messageId);
    else refusals.push(refusal);
  }
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

/** The message goes after its objects: until then it is the only way to find them. */
async function removeObjects(
  { messageId, objects }: MessageContents,
  { objects: store }: RedrivePorts,
): Promise<Refusal | undefined> {
  try {
    for (const { bucket, key } of objects) await store.remove(bucket, key);
    return undefined;
  } catch (error) {
    return { code: 'OBJECT_NOT_READ', messageId, problem: problemOf(error) };
  }
}
