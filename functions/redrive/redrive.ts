import type { BatchResult, Bridge } from '../bridge/bridge.ts';
import { type Letter, readLetter } from './letter.ts';
import { lettersEvents } from './letters-event.ts';
import type { Refusal } from './refusal.ts';
import type { SqsBatchResponse, SqsEvent } from './sqs-event.ts';

/** The bridge failed as a whole, which is a defect: how the records of one source ended is unknown. */
export interface Breakdown {
  readonly error: unknown;
  /** Dead letters whose messages stay for it. */
  readonly count: number;
}

export interface RedriveResult {
  readonly response: SqsBatchResponse;
  /** Messages whose record was sent. */
  readonly redriven: number;
  readonly refusals: readonly Refusal[];
  readonly breakdowns: readonly Breakdown[];
  /** What the bridge made of the records, a batch for each source. */
  readonly batches: readonly BatchResult[];
}

/** A dead letter, with every message of the batch that holds it: the bridge may have written it twice. */
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
  const messageIdsOf = new Map(inHand.map(({ letter, messageIds }) => [letter, messageIds]));
  const all = new Set(event.Records.map(({ messageId }) => messageId));
  const sent = new Set<string>();
  const batches: BatchResult[] = [];
  const breakdowns: Breakdown[] = [];
  for (const { event: kafkaEvent, letters } of lettersEvents([...messageIdsOf.keys()])) {
    try {
      const batch = await bridge.carry(kafkaEvent, remainingMs);
      batches.push(batch);
      const done = letters.filter((_, index) => batch.outcomes[index]?.kind === 'sent');
      for (const id of done.flatMap((letter) => messageIdsOf.get(letter) ?? [])) sent.add(id);
    } catch (error) {
      // Thrown on, it would keep the messages of other sources in the queue, and send their records again.
      breakdowns.push({ error, count: letters.length });
    }
  }
  const staying = [...all.difference(sent)];
  return {
    response: { batchItemFailures: staying.map((itemIdentifier) => ({ itemIdentifier })) },
    redriven: sent.size,
    refusals,
    breakdowns,
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
      refusals.push({ code: 'LETTER_INVALID', messageId });
    } else if (letter.connectorId !== connectorId) {
      refusals.push({ code: 'LETTER_OF_ANOTHER_BRIDGE', messageId, connectorId: letter.connectorId });
    } else {
      const identity = identityOf(letter) ?? messageId;
      const known = byRecord.get(identity);
      if (known === undefined) byRecord.set(identity, { letter, messageIds: [messageId] });
      else known.messageIds.push(messageId);
    }
  }
  return { inHand: [...byRecord.values()], refusals };
}

/**
 * Letters of one record differ in time and error at most. A record of another shape is compared with none: it may be
 * nested deeper than it can be written, and one more attempt at it does no harm.
 */
function identityOf({ eventSource, eventSourceArn, received, record }: Letter): string | undefined {
  return received === undefined ? JSON.stringify([eventSource, eventSourceArn, record]) : undefined;
}
