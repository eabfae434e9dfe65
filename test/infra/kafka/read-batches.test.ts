import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBatches } from '../../../infra/kafka/read-batches.ts';
import { batchOf } from './batches.ts';
import { laidOutBatches } from './laid-out-batches.ts';

const OF = { topic: 'orders', partition: 3 };

describe('batches of a partition', () => {
  it('are read from an offset on, which may lie within the first', () => {
    const { records, nextOffset } = readBatches(
      OF,
      { batches: [batchOf([4, 5, 6])], abortedTransactions: [] },
      5n,
    );

    expect(records.map(({ topic, partition, offset }) => `${topic}-${partition}@${offset}`)).toEqual([
      'orders-3@5',
      'orders-3@6',
    ]);
    expect(nextOffset).toBe(7n);
  });

  it('may be none, and lead nowhere', () => {
    expect(readBatches(OF, { batches: [], abortedTransactions: [] }, 5n)).toEqual({
      records: [],
      nextOffset: 5n,
    });
  });

  it('give every record that counts from there on, and lead behind everything, whatever they hold', () => {
    fc.assert(
      fc.property(laidOutBatches, fc.nat(40), ({ visible, endOffset, ...fetched }, from) => {
        const { records, nextOffset } = readBatches(OF, fetched, BigInt(from));

        expect(records.map(({ offset }) => offset)).toEqual(visible.filter((offset) => offset >= from));
        expect(Number(nextOffset)).toBe(Math.max(from, endOffset));
      }),
    );
  });
});
