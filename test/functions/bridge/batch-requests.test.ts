import { describe, expect, it } from 'vitest';
import { type BatchRequestsOptions, batchRequests } from '../../../functions/bridge/batch-requests.ts';
import { RECORD_FAILURES, RecordError, type RecordFailureCode } from '../../../functions/bridge/errors.ts';
import { Ledger } from '../../../functions/bridge/ledger.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { bridgeEntry } from '../../fixtures/bridge-entry.ts';
import { eventRecord, kafkaBatch, partitionOf } from '../../fixtures/kafka-event.ts';
import { fixedDeadline } from '../../fixtures/time.ts';

const MAX_BYTES = 262_144;

/** The requests of these records, of which some cannot be wrapped, and the book in which those are entered. */
function requestsFor(
  records: readonly KafkaEventRecord[],
  {
    ordering = 'none',
    failures = {},
    ...overrides
  }: Partial<BatchRequestsOptions> & {
    ordering?: 'none' | 'partition' | 'key';
    failures?: Readonly<Record<number, RecordFailureCode>>;
  } = {},
) {
  const batch = kafkaBatch(...records);
  const ledger = new Ledger(batch.records);
  const wrapped: number[] = [];
  const requests = batchRequests({
    batch,
    ledger,
    deadline: fixedDeadline(),
    configuration: { ordering, maxRequestBytes: MAX_BYTES },
    wrap: (_record, index) => {
      wrapped.push(index);
      const code = failures[index];
      if (code !== undefined) throw new RecordError(code, `record ${index}`);
      return bridgeEntry(index);
    },
    isToRetry: ({ code }) => RECORD_FAILURES[code].kind === 'transient',
    ...overrides,
  });
  return {
    wrapped,
    take: () => requests.take()?.map(({ index }) => index),
    end: (index: number, isToRetry: boolean) => requests.ended(bridgeEntry(index), isToRetry),
    /** How every record ended, once the others are entered as sent. */
    endings: () => {
      const rejected = ledger.rejections.map(({ index, failure }) => {
        ledger.settle(index, { kind: 'dead-letter', failure });
        return index;
      });
      ledger.failUnreached({ code: 'DEADLINE', message: 'left' });
      return ledger
        .close()
        .map((outcome, index) =>
          rejected.includes(index) || outcome.kind !== 'retry' ? outcome.kind : outcome.failure.code,
        );
    },
  };
}

describe('batchRequests', () => {
  it.each([
    {
      ordering: 'none',
      requests: [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [10, 11],
      ],
    },
    { ordering: 'partition', requests: [[0]] },
    { ordering: 'key', requests: [[0, 1]] },
  ] as const)('keeps the order that is configured: $ordering', ({ ordering, requests }) => {
    // Prepare: one partition, two keys in turn.
    const records = partitionOf(12).map((record, index) => ({
      ...record,
      key: index % 2 === 0 ? 'YQ==' : 'Yg==',
    }));

    // Act
    const { take } = requestsFor(records, { ordering });

    // Assess
    expect(requests.map(() => take())).toEqual(requests);
    expect(take()).toBeUndefined();
  });

  it.each(['none', 'partition'] as const)('keeps to the configured size, with ordering %s', (ordering) => {
    const records = [0, 1, 2].map((partition) => eventRecord({ partition }));
    const { take } = requestsFor(records, {
      ordering,
      wrap: (_record, index) => bridgeEntry(index, MAX_BYTES / 2),
    });

    expect([take(), take()]).toEqual([[0, 1], [2]]);
  });

  it.each(['none', 'partition', 'key'] as const)(
    'gives each record with its position in the batch to be wrapped, with ordering %s',
    (ordering) => {
      const records = [7, 8].map((offset) => eventRecord({ offset, key: null, partition: offset }));
      const seen: unknown[] = [];

      requestsFor(records, {
        ordering,
        wrap: ({ offset }, index) => {
          seen.push([offset, index]);
          return bridgeEntry(index);
        },
      }).take();

      expect(seen).toEqual([
        [7, 0],
        [8, 1],
      ]);
    },
  );

  describe('a record that cannot be wrapped', () => {
    it.each(['PAYLOAD_INVALID', 'SCHEMA_UNAVAILABLE'] as const)(
      'fails alone without an order: %s',
      (code) => {
        const { take, endings } = requestsFor(partitionOf(3), { failures: { 1: code } });

        expect(take()).toEqual([0, 2]);
        expect(endings()[1]).toBe(code === 'PAYLOAD_INVALID' ? 'dead-letter' : code);
      },
    );

    it('leaves the order when it is bad for good', () => {
      const { take, endings } = requestsFor(partitionOf(3), {
        ordering: 'partition',
        failures: { 0: 'PAYLOAD_INVALID' },
      });

      expect(take()).toEqual([1]);
      expect(endings()).toEqual(['dead-letter', 'DEADLINE', 'DEADLINE']);
    });

    it('holds those behind it back when it is to be retried, and none of another partition', () => {
      const { take, endings } = requestsFor([...partitionOf(3), eventRecord({ partition: 1 })], {
        ordering: 'partition',
        failures: { 0: 'SCHEMA_UNAVAILABLE' },
      });

      expect(take()).toEqual([3]);
      expect(endings()).toEqual(['SCHEMA_UNAVAILABLE', 'HELD_FOR_ORDER', 'HELD_FOR_ORDER', 'DEADLINE']);
    });

    it('holds those behind it back when it is bad for good but nobody takes it', () => {
      const { take, endings } = requestsFor(partitionOf(2), {
        ordering: 'partition',
        failures: { 0: 'PAYLOAD_INVALID' },
        isToRetry: () => true,
      });

      expect(take()).toBeUndefined();
      expect(endings()).toEqual(['dead-letter', 'HELD_FOR_ORDER']);
    });

    it.each([
      {
        thrown: new TypeError('quotes the payload'),
        message: 'Unexpected TypeError while the record was decoded.',
      },
      { thrown: 'text', message: 'Unexpected string while the record was decoded.' },
    ])('fails as a defect of the bridge, without what it said: $message', ({ thrown, message }) => {
      const failures: unknown[] = [];
      const { take } = requestsFor(partitionOf(1), {
        ordering: 'partition',
        wrap: () => {
          throw thrown;
        },
        isToRetry: (failure) => {
          failures.push(failure);
          return false;
        },
      });

      take();

      expect(failures).toEqual([{ code: 'UNEXPECTED_ERROR', message }]);
    });
  });

  it('holds those behind an entry back that was sent and is to be retried', () => {
    const { take, end, endings } = requestsFor([...partitionOf(3), eventRecord({ partition: 1 })], {
      ordering: 'partition',
    });
    take();

    end(0, true);

    expect(take()).toBeUndefined();
    expect(endings().slice(1, 3)).toEqual(['HELD_FOR_ORDER', 'HELD_FOR_ORDER']);
  });

  it.each(['none', 'partition', 'key'] as const)(
    'decodes no record once the deadline has come, however many are bad, with ordering %s',
    (ordering) => {
      // Prepare: the deadline comes while the second of many bad records is decoded.
      let hasCome = false;
      const bad = Object.fromEntries(partitionOf(50).map((_, index) => [index, 'PAYLOAD_INVALID' as const]));
      const wrapped: number[] = [];

      // Act
      const { take, endings } = requestsFor(partitionOf(50), {
        ordering,
        failures: bad,
        deadline: { ...fixedDeadline(), hasCome: () => hasCome },
        wrap: (_record, index) => {
          wrapped.push(index);
          hasCome = index === 1;
          throw new RecordError('PAYLOAD_INVALID', 'bad');
        },
      });
      const taken = take();

      // Assess
      expect(taken).toBeUndefined();
      expect(wrapped).toEqual([0, 1]);
      expect(endings().slice(0, 3)).toEqual(['dead-letter', 'dead-letter', 'DEADLINE']);
    },
  );
});
