import { IS_CONTROL } from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import { sortBatches } from '../../../infra/kafka/sort-batches.ts';
import { batchOf, emptyBatch, marker, transactional } from './batches.ts';

function kinds(...args: Parameters<typeof sortBatches>): string[] {
  return Array.from(sortBatches(...args), ({ kind, batch }) => `${batch.firstOffset} ${kind}`);
}

describe('batches of transactions', () => {
  it('are aborted from the first offset of the transaction to its mark', () => {
    const batches = [
      transactional(1n, [0]),
      marker(1n, 1, 'commit'),
      transactional(1n, [2, 3]),
      marker(1n, 4, 'abort'),
      transactional(1n, [5]),
      marker(1n, 6, 'commit'),
    ];

    expect(kinds(batches, [{ producerId: 1n, firstOffset: 2n }])).toEqual([
      '0 records',
      '1 markers',
      '2 aborted',
      '4 markers',
      '5 records',
      '6 markers',
    ]);
  });

  it('are aborted when the mark is in a later answer, or the beginning in an earlier one', () => {
    const aborted = [{ producerId: 1n, firstOffset: 2n }];

    expect(kinds([transactional(1n, [7]), transactional(1n, [8])], aborted)).toEqual([
      '7 aborted',
      '8 aborted',
    ]);
  });

  it('are told apart by producer, transaction after transaction, however the broker sorts them', () => {
    const batches = [
      transactional(1n, [0]),
      transactional(2n, [1]),
      batchOf([2]),
      marker(1n, 3, 'abort'),
      marker(2n, 4, 'commit'),
      transactional(1n, [5]),
      marker(1n, 6, 'commit'),
      transactional(1n, [7]),
      marker(1n, 8, 'abort'),
    ];
    const aborted = [
      { producerId: 1n, firstOffset: 7n },
      { producerId: 1n, firstOffset: 0n },
    ];

    expect(kinds(batches, aborted).filter((text) => !text.endsWith('markers'))).toEqual([
      '0 aborted',
      '1 records',
      '2 records',
      '5 records',
      '7 aborted',
    ]);
  });

  it('leave records of the same producer outside of transactions alone', () => {
    expect(kinds([batchOf([3], { producerId: 1n })], [{ producerId: 1n, firstOffset: 0n }])).toEqual([
      '3 records',
    ]);
  });

  it('may have lost their mark to compaction, which leaves its batch', () => {
    expect(kinds([emptyBatch(0, 0, { attributes: IS_CONTROL, producerId: 1n })], [])).toEqual(['0 markers']);
  });
});
