import {
  type DeadLetter,
  type DeadLetterAnswer,
  type DeadLetterOrigin,
  deadLetter,
  type WriteDeadLetters,
} from './dead-letter.ts';
import type { Ledger } from './ledger.ts';
import type { Failure, Outcome } from './outcome.ts';
import type { KafkaRecord } from './read.ts';

/** A dead letter that is safe, but of which the dead-letter queue was not told. */
export interface LostNotice {
  readonly record: KafkaRecord;
  readonly problem: string;
}

/**
 * Settles the rejected records of a batch: each is written to the dead-letter store; one that cannot be written is to be
 * retried.
 *
 * @param write undefined when there is no store or bad records are not tolerated: they are then reported as failed, and
 * the event source mapping gives them to its own failure destination.
 * @returns the letters that lie in the bucket without a notice, for the log: their records are settled all the same.
 */
export async function settleRejections(
  origin: DeadLetterOrigin,
  ledger: Ledger,
  write: WriteDeadLetters | undefined,
  signal: AbortSignal,
): Promise<readonly LostNotice[]> {
  const { rejections } = ledger;
  if (rejections.length === 0) return [];
  if (write === undefined) {
    for (const { index, failure } of rejections) ledger.settle(index, { kind: 'retry', failure });
    return [];
  }
  const letters = rejections.map(({ record, failure }) => deadLetter(origin, record, failure));
  const answers = await answersOf(write, letters, signal);
  return rejections.flatMap(({ index, record, failure }, position) => {
    const answer = answers[position] ?? NO_ANSWER;
    ledger.settle(index, outcomeOf(answer, failure));
    return answer.written && answer.problem !== undefined ? [{ record, problem: answer.problem }] : [];
  });
}

const NO_ANSWER: DeadLetterAnswer = { written: false, problem: 'The dead-letter store did not answer.' };

/** A store that breaks its promise not to fail must not take back what was sent. */
async function answersOf(
  write: WriteDeadLetters,
  letters: readonly DeadLetter[],
  signal: AbortSignal,
): Promise<readonly DeadLetterAnswer[]> {
  try {
    return await write(letters, signal);
  } catch {
    return [];
  }
}

function outcomeOf(answer: DeadLetterAnswer, failure: Failure): Outcome {
  if (answer.written) return { kind: 'dead-letter', failure };
  const { code, message } = failure;
  return {
    kind: 'retry',
    failure: {
      code: 'DEAD_LETTER_UNAVAILABLE',
      message: `${answer.problem} The record itself failed with ${code}: ${message}`,
    },
  };
}
