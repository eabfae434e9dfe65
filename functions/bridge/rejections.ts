import {
  type DeadLetterAnswer,
  type DeadLetterOrigin,
  deadLetter,
  type WriteDeadLetters,
} from './dead-letter.ts';
import type { Ledger } from './ledger.ts';
import type { Failure, Outcome } from './outcome.ts';

/**
 * Settles the rejected records of a batch: each is written to the dead-letter store; one that cannot be written is to be
 * retried.
 *
 * @param write undefined when there is no store or bad records are not tolerated: they are then reported as failed, and
 * the event source mapping gives them to its own failure destination.
 */
export async function settleRejections(
  origin: DeadLetterOrigin,
  ledger: Ledger,
  write: WriteDeadLetters | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { rejections } = ledger;
  if (rejections.length === 0) return;
  if (write === undefined) {
    for (const { index, failure } of rejections) ledger.settle(index, { kind: 'retry', failure });
    return;
  }
  const letters = rejections.map(({ record, failure }) => deadLetter(origin, record, failure));
  // A store that breaks its promise not to reject must not take back what was sent.
  const answers = await write(letters, signal).catch((): DeadLetterAnswer[] => []);
  rejections.forEach(({ index, failure }, position) => {
    const answer = answers[position] ?? NO_ANSWER;
    ledger.settle(
      index,
      answer.written ? { kind: 'dead-letter', failure } : notWritten(answer.problem, failure),
    );
  });
}

const NO_ANSWER: DeadLetterAnswer = { written: false, problem: 'The dead-letter store did not answer.' };

function notWritten(problem: string, { code, message }: Failure): Outcome {
  return {
    kind: 'retry',
    failure: {
      code: 'DEAD_LETTER_UNAVAILABLE',
      message: `${problem} The record itself failed with ${code}: ${message}`,
    },
  };
}
