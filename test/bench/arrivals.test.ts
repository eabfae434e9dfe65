import { describe, expect, test } from 'vitest';
import { readArrivals } from './arrivals.ts';
import type { BatchPlan } from './workloads/batch.ts';

const PLAN: BatchPlan = { workload: 'poison', records: 20, partitions: 4 };
const GOOD = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18];

function body(...offsets: readonly number[]): string {
  const entries = offsets.map((offset) => ({
    Source: 'ab',
    DetailType: 'cde',
    Detail: JSON.stringify({ offset }),
  }));
  return JSON.stringify({ Entries: entries });
}

describe('what arrived of a batch', () => {
  test('is right when each good record is there once, in any order', () => {
    const arrivals = readArrivals([body(...GOOD.slice(9)), body(...GOOD.slice(0, 9))], PLAN);

    expect(arrivals).toMatchObject({ entries: 18, fault: undefined });
  });

  test('has the size that EventBridge counts', () => {
    const { entryBytes } = readArrivals([body(1, 12)], PLAN);

    expect(entryBytes).toBe(2 * 5 + '{"offset":1}'.length + '{"offset":12}'.length);
  });

  test.each([
    ['a record is missing', GOOD.slice(1), '17 of 18 records arrived; the record at offset 0 is missing.'],
    [
      'a bad record is there',
      [...GOOD, 9],
      '19 of 18 records arrived; some more than once, or not expected.',
    ],
    [
      'a record is there twice',
      [...GOOD, 3],
      '19 of 18 records arrived; some more than once, or not expected.',
    ],
    [
      'one stands in for another',
      [...GOOD.slice(1), 1],
      '18 of 18 records arrived; the record at offset 0 is missing.',
    ],
  ])('is wrong when %s', (_, offsets, fault) => {
    expect(readArrivals([body(...offsets)], PLAN).fault).toBe(fault);
  });
});
