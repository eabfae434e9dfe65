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

function store(...answers: DeadLetterAnswer[]) {
  return vi.fn<WriteDeadLetters>(async () => answers);
}

describe('settleRejections', () => {
  it('dead-letters what the store has written', async () => {
    // Prepare
    const { batch, ledger } = rejectedBatch();
    const write = store(WRITTEN, WRITTEN);

    // Act
    await settleRejections(origin(batch), ledger, write, SIGNAL);

    // Assess
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
    await settleRejections(origin(batch), ledger, write, SIGNAL);

    // Assess
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

  it('retries the records for which the store gave no answer', async () => {
    const { batch, ledger } = rejectedBatch();

    await settleRejections(origin(batch), ledger, store(WRITTEN), SIGNAL);

    expect(ledger.close().map(({ kind }) => kind)).toEqual(['sent', 'dead-letter', 'retry']);
  });

  it('reports all as failed, with their own reason, when there is no store', async () => {
    const { batch, ledger } = rejectedBatch();

    await settleRejections(origin(batch), ledger, undefined, SIGNAL);

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

    await settleRejections(origin(batch), ledger, write, SIGNAL);

    expect(write).not.toHaveBeenCalled();
  });

  it('retries the rejected records alone when the store fails', async () => {
    const { batch, ledger } = rejectedBatch();
    const write: WriteDeadLetters = () => Promise.reject(new Error('a defect'));

    await settleRejections(origin(batch), ledger, write, SIGNAL);

    expect(ledger.close().map(({ kind }) => kind)).toEqual(['sent', 'retry', 'retry']);
  });
});
