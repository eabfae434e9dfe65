import { type DeadLetterAnswer, deadLetter, type WriteDeadLetters } from './dead-letter.ts';
import type { Ledger } from './ledger.ts';
import type { Failure, Outcome } from './outcome.ts';
import type { KafkaBatch } from './read.ts';

/**
 * Settles the rejected records of a batch: each is written to the dead-letter store; one that cannot be written is to be
 * retried.
 *
 * @param write undefined when there is no store or bad records are not tolerated: they are then reported as failed, and
 * the event source mapping gives them to its own failure destination.
 */
export async function settleRejections(
  batch: KafkaBatch,
  ledger: Ledger,
  write: WriteDeadLetters | undefined,
  nowMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { rejections } = ledger;
  if (rejections.length === 0) return;
  if (write === undefined) {
    for (const { index, failure } of rejections) ledger.settle(index, { kind: 'retry', failure });
    return;
  }
  const letters = rejections.map(({ record, failure }) => deadLetter(batch, record, failure, nowMs));
  const answers = await write(letters, signal);
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
