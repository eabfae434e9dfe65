import { describe, expect, it } from 'vitest';
import { ConservationError, Ledger } from '../../../functions/bridge/ledger.ts';
import { type Failure, type Outcome, SENT } from '../../../functions/bridge/outcome.ts';
import { kafkaBatch, partitionOf } from '../../fixtures/kafka-event.ts';

const PERMANENT: Failure = { code: 'PAYLOAD_INVALID', message: 'bad bytes' };
const TRANSIENT: Failure = { code: 'PUT_EVENTS_THROTTLED', message: 'slow down' };
const RETRY: Outcome = { kind: 'retry', failure: TRANSIENT };

function ledgerOf(count: number): Ledger {
  return new Ledger(kafkaBatch(...partitionOf(count)).records);
}

describe('Ledger', () => {
  it('gives the outcomes in the order of the records, whatever the order they came in', () => {
    // Prepare
    const ledger = ledgerOf(3);

    // Act
    ledger.settle(2, SENT);
    ledger.fail(0, TRANSIENT);
    ledger.settle(1, { kind: 'dead-letter', failure: PERMANENT });

    // Assess
    expect(ledger.close()).toEqual([RETRY, { kind: 'dead-letter', failure: PERMANENT }, SENT]);
  });

  it('closes an empty batch', () => {
    expect(ledgerOf(0).close()).toEqual([]);
  });

  it('settles a transient failure as a retry at once', () => {
    const ledger = ledgerOf(1);

    ledger.fail(0, TRANSIENT);

    expect(ledger.rejections).toEqual([]);
    expect(ledger.close()).toEqual([RETRY]);
  });

  it('keeps a permanent failure as a rejection until it is settled', () => {
    const ledger = ledgerOf(2);
    ledger.settle(0, SENT);

    ledger.fail(1, PERMANENT);

    expect(ledger.rejections).toEqual([
      { index: 1, record: expect.objectContaining({ offset: 1 }), failure: PERMANENT },
    ]);
    expect(() => ledger.close()).toThrow('2 records came in, 1 are accounted for');

    ledger.settle(1, { kind: 'dead-letter', failure: PERMANENT });

    expect(ledger.rejections).toEqual([]);
    expect(ledger.close()).toHaveLength(2);
  });

  it('fails what nothing is known of, and nothing else', () => {
    // Prepare
    const ledger = ledgerOf(3);
    ledger.settle(0, SENT);
    ledger.fail(1, PERMANENT);

    // Act
    ledger.failUnreached(TRANSIENT);

    // Assess
    expect(ledger.rejections.map(({ index }) => index)).toEqual([1]);
    ledger.settle(1, RETRY);
    expect(ledger.close()).toEqual([SENT, RETRY, RETRY]);
  });

  it.each([
    {
      what: 'is sent twice',
      act: (ledger: Ledger) => ledger.settle(0, SENT),
      message: 'Record 0 of 3 got a second outcome.',
    },
    {
      what: 'is to be retried after it was sent',
      act: (ledger: Ledger) => ledger.fail(0, TRANSIENT),
      message: 'Record 0 of 3 got a second outcome.',
    },
    {
      what: 'is refused after it was sent',
      act: (ledger: Ledger) => ledger.fail(0, PERMANENT),
      message: 'Record 0 of 3 failed after it had ended.',
    },
    {
      what: 'is refused twice',
      act: (ledger: Ledger) => ledger.fail(1, PERMANENT),
      message: 'Record 1 of 3 failed after it had ended.',
    },
    {
      what: 'was never received',
      act: (ledger: Ledger) => ledger.settle(3, SENT),
      message: 'There is no record 3.',
    },
    {
      what: 'was never received, and fails',
      act: (ledger: Ledger) => ledger.fail(3, PERMANENT),
      message: 'There is no record 3.',
    },
    {
      what: 'is forgotten',
      act: (ledger: Ledger) => ledger.close(),
      message: '3 records came in, 1 are accounted for.',
    },
  ])('raises the alarm when a record $what', ({ act, message }) => {
    const ledger = ledgerOf(3);
    ledger.settle(0, SENT);
    ledger.fail(1, PERMANENT);

    expect(() => act(ledger)).toThrow(ConservationError);
    expect(() => act(ledger)).toThrow(
      expect.objectContaining({ name: 'ConservationError', code: 'RECORDS_UNACCOUNTED', message }),
    );
  });
});
