import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeadLetter, deadLetter } from '../../../functions/bridge/dead-letter.ts';
import { type KafkaRecord, readBatch } from '../../../functions/bridge/read.ts';
import { type Letter, readLetter } from '../../../functions/redrive/letter.ts';
import { letterRecord } from '../../../functions/redrive/letter-record.ts';
import { recordsEvents } from '../../../functions/redrive/records-event.ts';
import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';

const RECORD: KafkaEventRecord = { topic: 'orders', partition: 0, offset: 1 };
const FAILURE = { code: 'PAYLOAD_INVALID', message: 'bad bytes' } as const;

const signedBytes = fc.array(fc.integer({ min: -128, max: 127 }), { maxLength: 20 });
const base64 = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('base64'));

const record = fc.record({
  topic: fc.constantFrom('orders', 'orders-0', '1', 'a.b_c'),
  partition: fc.nat(3),
  offset: fc.nat(Number.MAX_SAFE_INTEGER),
  timestamp: fc.option(fc.nat(), { nil: null }),
  timestampType: fc.constantFrom('CREATE_TIME', 'LOG_APPEND_TIME', null),
  key: fc.option(base64, { nil: null }),
  value: fc.option(base64, { nil: null }),
  headers: fc.array(
    fc.dictionary(fc.string(), fc.option(signedBytes, { nil: null }), { minKeys: 1, maxKeys: 1 }),
    {
      maxLength: 3,
    },
  ),
});

/** Anything that Lambda might put in place of a member. */
const oddRecord = fc
  .tuple(
    record,
    fc.constantFrom('key', 'value', 'headers', 'timestamp'),
    fc.constantFrom(7, 'a', [1], { a: 'b' }),
  )
  .map(([good, member, odd]): KafkaEventRecord => ({ ...good, [member]: odd }));

/** Records of one place come in events of their own, which is another test. */
const recordsOfDifferentPlaces = fc.uniqueArray(fc.oneof(record, oddRecord), {
  minLength: 1,
  maxLength: 10,
  selector: ({ topic, partition, offset }) => `${topic}-${partition}@${offset}`,
});

describe('the event made of dead letters', () => {
  it('holds every record exactly as it was delivered', () => {
    fc.assert(
      fc.property(recordsOfDifferentPlaces, (records) => {
        const delivered = readBatch(eventOf(records));
        const letters = delivered.records.map((one) =>
          roundTrip(deadLetter(originOf(delivered), one, FAILURE)),
        );

        const [rebuilt] = recordsEvents(letters.map(letterRecord));
        const again = readBatch(rebuilt?.event);

        expect(again.eventSourceArn).toBe(delivered.eventSourceArn);
        expect(sorted(again.records)).toEqual(sorted(delivered.records));
        // The letters stand beside their records, which is how an outcome finds its message.
        expect(rebuilt?.records.map(({ topic, partition, offset }) => [topic, partition, offset])).toEqual(
          again.records.map(({ topic, partition, offset }) => [topic, partition, offset]),
        );
      }),
    );
  });

  it('has the records of a partition in offset order, as Lambda delivers them', () => {
    const batch = readBatch(eventOf([3, 1, 2].map((offset) => ({ ...RECORD, offset }))));
    const letters = batch.records.map((one) => roundTrip(deadLetter(originOf(batch), one, FAILURE)));

    const [rebuilt] = recordsEvents(letters.map(letterRecord));

    expect(rebuilt?.event.records['orders-0']).toMatchObject([{ offset: 1 }, { offset: 2 }, { offset: 3 }]);
  });

  it('keeps sources apart', () => {
    const letters = ['aws:kafka', 'SelfManagedKafka'].map((eventSource) => {
      const batch = readBatch({ ...eventOf([RECORD]), eventSource });
      return roundTrip(deadLetter(originOf(batch), only(batch.records), FAILURE));
    });

    expect(recordsEvents(letters.map(letterRecord)).map(({ event }) => event.eventSource)).toEqual([
      'aws:kafka',
      'SelfManagedKafka',
    ]);
  });
});

function originOf(batch: ReturnType<typeof readBatch>) {
  return { connectorId: 'payments', batch, nowMs: 0 };
}

/** What the queue does to a letter, read by what reads the queue. */
function roundTrip(letter: DeadLetter): Letter {
  const read = readLetter(JSON.stringify(letter));
  if (read === undefined) throw new Error('The letter is not read again.');
  return read;
}

function eventOf(records: readonly KafkaEventRecord[]): KafkaEvent {
  return {
    eventSource: 'aws:kafka',
    eventSourceArn: 'arn:aws:kafka:eu-west-1:123456789012:cluster/demo/1',
    records: Object.fromEntries(Map.groupBy(records, ({ topic, partition }) => `${topic}-${partition}`)),
  };
}

/** Order within a partition is by offset; the order of partitions is nobody's. */
function sorted(records: readonly KafkaRecord[]): KafkaRecord[] {
  const place = ({ topicPartition, offset }: KafkaRecord) =>
    `${topicPartition}@${String(offset).padStart(16, '0')}`;
  return records.toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}

function only<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error('There is none.');
  return one;
}
