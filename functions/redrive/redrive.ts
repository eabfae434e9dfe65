import type { BatchResult, Bridge } from '../bridge/bridge.ts';
import { type Letter, readLetter } from './letter.ts';
import { lettersEvents } from './letters-event.ts';
import type { SqsBatchResponse, SqsEvent } from './sqs-event.ts';

/** Why a message was not carried at all. */
export type RefusalReason = 'not a dead letter' | 'of another bridge';

export interface Refusal {
  readonly messageId: string;
  readonly reason: RefusalReason;
}

export interface RedriveResult {
  readonly response: SqsBatchResponse;
  readonly redriven: number;
  readonly refusals: readonly Refusal[];
  /** What the bridge made of the records, a batch for each source. */
  readonly batches: readonly BatchResult[];
}

/** A dead letter, with every message of the batch that holds it: SQS may deliver a letter twice. */
interface LetterInHand {
  readonly letter: Letter;
  readonly messageIds: string[];
}

/**
 * Carries the dead letters of an SQS batch through the bridge. Messages whose record was sent are done and leave the
 * queue; all others are reported and stay.
 *
 * @param bridge without a dead-letter store: what fails again is reported.
 * @param connectorId the bridge whose letters these are.
 */
export async function redrive(
  event: SqsEvent,
  bridge: Pick<Bridge, 'carry'>,
  connectorId: string,
  remainingMs: () => number,
): Promise<RedriveResult> {
  const { inHand, refusals } = sortMessages(event, connectorId);
  const kept = new Set(event.Records.map(({ messageId }) => messageId));
  const batches: BatchResult[] = [];
  for (const { event: kafkaEvent, letters } of lettersEvents(inHand.map(({ letter }) => letter))) {
    const batch = await bridge.carry(kafkaEvent, remainingMs);
    batches.push(batch);
    batch.outcomes.forEach(({ kind }, index) => {
      if (kind !== 'sent') return;
      const done = inHand.find(({ letter }) => letter === letters[index]);
      for (const messageId of done?.messageIds ?? []) kept.delete(messageId);
    });
  }
  return {
    response: { batchItemFailures: [...kept].map((itemIdentifier) => ({ itemIdentifier })) },
    redriven: event.Records.length - kept.size,
    refusals,
    batches,
  };
}

function sortMessages(
  { Records }: SqsEvent,
  connectorId: string,
): { inHand: LetterInHand[]; refusals: Refusal[] } {
  const byRecord = new Map<string, LetterInHand>();
  const refusals: Refusal[] = [];
  for (const { messageId, body } of Records) {
    const letter = readLetter(body);
    if (letter === undefined) {
      refusals.push({ messageId, reason: 'not a dead letter' });
    } else if (letter.connectorId !== connectorId) {
      refusals.push({ messageId, reason: 'of another bridge' });
    } else {
      // Two letters of one record differ in the time of their failure at most.
      const { eventSource, eventSourceArn, received, record } = letter;
      const identity = JSON.stringify([eventSource, eventSourceArn, received, record]);
      const known = byRecord.get(identity);
      if (known === undefined) byRecord.set(identity, { letter, messageIds: [messageId] });
      else known.messageIds.push(messageId);
    }
  }
  return { inHand: [...byRecord.values()], refusals };
}
