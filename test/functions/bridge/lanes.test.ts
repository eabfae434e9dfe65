import { describe, expect, it } from 'vitest';
import { lanesOf, type Order } from '../../../functions/bridge/lanes.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { base64, eventRecord, kafkaBatch } from '../../fixtures/kafka-event.ts';

/** Positions in the batch of the records of each lane. */
function lanesBy(order: Order, ...records: Partial<KafkaEventRecord>[]): number[][] {
  const batch = kafkaBatch(...records.map((record, offset) => eventRecord({ offset, ...record })));
  return lanesOf(batch.records, order).map((lane) => lane.map(({ index }) => index));
}

describe('lanesOf', () => {
  it.each(['partition', 'key'] as const)('has no lanes for no records, by %s', (order) => {
    expect(lanesBy(order)).toEqual([]);
  });

  it('gives each record with its position in the batch', () => {
    const { records } = kafkaBatch(eventRecord({ offset: 7 }), eventRecord({ offset: 8 }));

    expect(lanesOf(records, 'partition')).toEqual([
      [
        { record: records[0], index: 0 },
        { record: records[1], index: 1 },
      ],
    ]);
  });

  it('by partition keeps all records of a partition together, whatever their keys', () => {
    expect(
      lanesBy(
        'partition',
        { partition: 0, key: base64('a') },
        { partition: 0, key: base64('b') },
        { partition: 0, key: null },
        { partition: 1, key: base64('a') },
        { topic: 'payments', partition: 0, key: base64('a') },
      ),
    ).toEqual([[0, 1, 2], [3], [4]]);
  });

  it('by key keeps the records of a key together, in the order of the batch', () => {
    expect(
      lanesBy(
        'key',
        { key: base64('a') },
        { key: base64('b') },
        { key: base64('a') },
        { key: base64('c') },
        { key: base64('b') },
        { key: base64('a') },
      ),
    ).toEqual([[0, 2, 5], [1, 4], [3]]);
  });

  it('by key gives each record without a key a lane of its own', () => {
    expect(lanesBy('key', { key: null }, { key: base64('a') }, { key: null }, { key: base64('a') })).toEqual([
      [0],
      [1, 3],
      [2],
    ]);
  });

  it('by key takes an empty key for a key', () => {
    expect(lanesBy('key', { key: '' }, { key: null }, { key: '' })).toEqual([[0, 2], [1]]);
  });

  it('by key tells a key that looks like a position from a record without one', () => {
    expect(lanesBy('key', { key: base64('1') }, { key: null }, { key: base64('0') })).toEqual([
      [0],
      [1],
      [2],
    ]);
  });

  it('by key compares bytes, also those that are no text', () => {
    const [invalid, other] = [base64(Buffer.from([0xff, 0x00])), base64(Buffer.from([0xfe, 0x00]))];

    expect(lanesBy('key', { key: invalid }, { key: other }, { key: invalid })).toEqual([[0, 2], [1]]);
  });

  it('by key keeps equal keys of two partitions and of two topics apart', () => {
    const key = base64('a');

    expect(lanesBy('key', { key }, { key, partition: 1 }, { key, topic: 'payments' }, { key })).toEqual([
      [0, 1],
      [2],
      [3],
    ]);
  });
});
