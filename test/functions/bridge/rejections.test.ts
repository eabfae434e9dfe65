import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  type DeadLetterAnswer,
  type DeadLetterOrigin,
  WRITTEN,
  type WriteDeadLetters,
} from '../../../functions/bridge/dead-letter.ts';
import { Ledger } from '../../../functions/bridge/ledger.ts';
import { type Failure, SENT } from '../../../functions/bridge/outcome.ts';
import { settleRejections } from '../../../functions/bridge/rejections.ts';
import { kafkaBatch, partitionOf } from '../../fixtures/kafka-event.ts';

const BAD_BYTES: Failure = { code: 'PAYLOAD_INVALID', message: 'bad bytes' };
const TOO_LARGE: Failure = { code: 'ENTRY_TOO_LARGE', message: 'too large' };
const SIGNAL = new AbortController().signal;

/** Three records: 0 was sent, 1 and 2 are rejected. */
function rejectedBatch() {
  const batch = kafkaBatch(...partitionOf(3));
  const ledger = new Ledger(batch.records);
  ledger.settle(0, SENT);
  ledger.fail(1, BAD_BYTES);
  ledger.fail(2, TOO_LARGE);
  return { batch, ledger };
}

function origin(batch: DeadLetterOrigin['batch']): DeadLetterOrigin {
  return { connectorId: 'payments', batch, nowMs: 0 };
}

/** A store that leaves out the answers that are undefined. */
function holey(answers: readonly (DeadLetterAnswer | undefined)[]): WriteDeadLetters {
  return async () => {
    const given: DeadLetterAnswer[] = [];
    for (const [position, answer] of answers.entries()) if (answer !== undefined) given[position] = answer;
    return given;
  };
}

function store(...answers: DeadLetterAnswer[]) {
  return vi.fn<WriteDeadLetters>(async () => answers);
}

describe('settleRejections', () => {
  it('dead-letters what the store has written', async () => {
    // Prepare
    const { batch, ledger } = rejectedBatch();
    const write = store(WRITTEN, WRITTEN);

    // Act
    const lost = await settleRejections(origin(batch), ledger, write, SIGNAL);

    // Assess
    expect(lost).toEqual([]);
    expect(ledger.close()).toEqual([
      SENT,
      { kind: 'dead-letter', failure: BAD_BYTES },
      { kind: 'dead-letter', failure: TOO_LARGE },
    ]);
    const [letters, signal] = write.mock.calls[0] ?? [];
    expect(letters?.map(({ record, error }) => [record.offset, error.code])).toEqual([
      [1, 'PAYLOAD_INVALID'],
      [2, 'ENTRY_TOO_LARGE'],
    ]);
    expect(signal).toBe(SIGNAL);
  });

  it('retries the record whose dead letter was not written, and says why it had failed', async () => {
    // Prepare
    const { batch, ledger } = rejectedBatch();
    const write = store(WRITTEN, { written: false, problem: 'The queue is gone.' });

    // Act
    const lost = await settleRejections(origin(batch), ledger, write, SIGNAL);

    // Assess
    expect(lost).toEqual([]);
    expect(ledger.close()).toEqual([
      SENT,
      { kind: 'dead-letter', failure: BAD_BYTES },
      {
        kind: 'retry',
        failure: {
          code: 'DEAD_LETTER_UNAVAILABLE',
          message: 'The queue is gone. The record itself failed with ENTRY_TOO_LARGE: too large',
        },
      },
    ]);
  });

  it('tells of the dead letters that nobody was told of, and counts them as settled', async () => {
    // Prepare
    const { batch, ledger } = rejectedBatch();
    const write = store(WRITTEN, { written: true, problem: 'The queue is gone.' });

    // Act
    const lost = await settleRejections(origin(batch), ledger, write, SIGNAL);

    // Assess
    expect(lost).toEqual([{ record: batch.records[2], problem: 'The queue is gone.' }]);
    expect(ledger.close().map(({ kind }) => kind)).toEqual(['sent', 'dead-letter', 'dead-letter']);
  });

  it('retries the records for which the store gave no answer', async () => {
    const { batch, ledger } = rejectedBatch();

    await settleRejections(origin(batch), ledger, store(WRITTEN), SIGNAL);

    expect(ledger.close()).toEqual([
      SENT,
      { kind: 'dead-letter', failure: BAD_BYTES },
      {
        kind: 'retry',
        failure: {
          code: 'DEAD_LETTER_UNAVAILABLE',
          message:
            'The dead-letter store did not answer. The record itself failed with ENTRY_TOO_LARGE: too large',
        },
      },
    ]);
  });

  it('reports all as failed, with their own reason, when there is no store', async () => {
    const { batch, ledger } = rejectedBatch();

    expect(await settleRejections(origin(batch), ledger, undefined, SIGNAL)).toEqual([]);

    expect(ledger.close()).toEqual([
      SENT,
      { kind: 'retry', failure: BAD_BYTES },
      { kind: 'retry', failure: TOO_LARGE },
    ]);
  });

  it('leaves the store alone when nothing was rejected', async () => {
    const batch = kafkaBatch(...partitionOf(1));
    const ledger = new Ledger(batch.records);
    ledger.settle(0, SENT);
    const write = store();

    expect(await settleRejections(origin(batch), ledger, write, SIGNAL)).toEqual([]);

    expect(write).not.toHaveBeenCalled();
  });

  it.each<{ how: string; write: WriteDeadLetters }>([
    { how: 'rejects', write: () => Promise.reject(new Error('a defect')) },
    {
      how: 'throws',
      write: () => {
        throw new Error('a defect');
      },
    },
  ])('retries the rejected records alone when the store $how', async ({ write }) => {
    const { batch, ledger } = rejectedBatch();

    expect(await settleRejections(origin(batch), ledger, write, SIGNAL)).toEqual([]);

    expect(ledger.close()).toEqual([
      SENT,
      ...[BAD_BYTES, TOO_LARGE].map(({ code, message }) => ({
        kind: 'retry',
        failure: {
          code: 'DEAD_LETTER_UNAVAILABLE',
          message: `The dead-letter store did not answer. The record itself failed with ${code}: ${message}`,
        },
      })),
    ]);
  });

  it('settles each record by the answer in its place, whatever the store answers', async () => {
    const answer = fc.constantFrom<DeadLetterAnswer | undefined>(
      WRITTEN,
      { written: true, problem: 'not announced' },
      { written: false, problem: 'not written' },
      undefined,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 20 }), async (answers) => {
        // Prepare
        const batch = kafkaBatch(...partitionOf(answers.length));
        const ledger = new Ledger(batch.records);
        for (const index of answers.keys()) ledger.fail(index, BAD_BYTES);

        // Act
        const lost = await settleRejections(origin(batch), ledger, holey(answers), SIGNAL);

        // Assess
        expect(ledger.close().map(({ kind }) => kind === 'dead-letter')).toEqual(
          answers.map((given) => given?.written === true),
        );
        expect(lost.map(({ record }) => record.offset)).toEqual(
          [...answers.keys()].filter((index) => answers[index]?.problem === 'not announced'),
        );
      }),
    );
  });
});
