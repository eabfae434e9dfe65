import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssignedPartition } from '../../../infra/kafka/assigned-partition.ts';
import { batchOf, marker } from './batches.ts';
import { laidOutBatches } from './laid-out-batches.ts';

function begun(offset: bigint): AssignedPartition {
  const partition = new AssignedPartition('orders', 0);
  partition.begin(offset);
  return partition;
}

/** Records 4 to 6 and the mark of a transaction. */
const FETCHED = { batches: [batchOf([4, 5, 6]), marker(-1n, 7, 'commit')], abortedTransactions: [] };

function offsetsOf(records: readonly { readonly offset: number }[]): number[] {
  return records.map(({ offset }) => offset);
}

describe('a partition of a member', () => {
  it('is not to be asked for before it is known where to begin', () => {
    const partition = new AssignedPartition('orders', 0);
    partition.add(FETCHED, 4n);

    expect(partition.readOffset).toBeUndefined();
    expect(partition.take(9)).toEqual([]);
    expect(partition.lag(8n)).toBeUndefined();
  });

  it('gives its records out in portions, and is then to be asked for what follows', () => {
    const partition = begun(4n);
    partition.add(FETCHED, 4n);

    expect(offsetsOf(partition.take(2))).toEqual([4, 5]);
    expect(partition.hasRecords).toBe(true);
    expect(offsetsOf(partition.take(2))).toEqual([6]);
    expect(partition.hasRecords).toBe(false);
    expect(partition.take(2)).toEqual([]);
    expect(partition.readOffset).toBe(8n);
  });

  it('leaves an answer to what is no longer the question', () => {
    const partition = begun(4n);
    partition.add(FETCHED, 3n);
    expect(partition.hasRecords).toBe(false);

    partition.add(FETCHED, 4n);
    partition.take(1);
    partition.add(FETCHED, 4n);
    expect(offsetsOf(partition.take(9))).toEqual([5, 6]);
  });

  it.each([
    { done: 5n, commits: 5n, why: 'a part is done' },
    { done: 7n, commits: 8n, why: 'all is done, and so is the mark behind it' },
    { done: 3n, commits: undefined, why: 'it began later' },
    { done: 9n, commits: undefined, why: 'no such records were given out' },
  ])('commits $commits for $done: $why', ({ done, commits }) => {
    const partition = begun(4n);
    partition.add(FETCHED, 4n);
    partition.take(9);

    expect(partition.offsetToCommit(done)).toBe(commits);
  });

  it('does not commit the mark while there are records before it', () => {
    const partition = begun(4n);
    partition.add(FETCHED, 4n);
    partition.take(2);

    expect(partition.offsetToCommit(6n)).toBe(6n);
  });

  it('does not go back behind its last commit', () => {
    const partition = begun(4n);
    partition.add(FETCHED, 4n);
    partition.take(9);
    partition.hasCommitted(6n);
    partition.hasCommitted(5n);

    expect(partition.offsetToCommit(5n)).toBeUndefined();
    expect(partition.offsetToCommit(6n)).toBe(6n);
  });

  it('lags behind by what is not committed, marks at the end left out', () => {
    const partition = begun(4n);
    expect(partition.lag(8n)).toBe(4);
    partition.add(FETCHED, 4n);
    expect(partition.lag(8n)).toBe(4);
    partition.take(9);
    partition.hasCommitted(6n);
    expect(partition.lag(8n)).toBe(2);
    partition.hasCommitted(7n);
    expect(partition.lag(8n)).toBe(0);
    expect(partition.lag(10n)).toBe(2);
  });

  it('that misses what it asked for is not to be asked for until it begins anew, and commits nothing of before', () => {
    const partition = begun(100n);
    partition.miss(99n);
    expect(partition.readOffset).toBe(100n);

    partition.miss(100n);
    expect(partition.readOffset).toBeUndefined();
    expect(partition.missedOffset).toBe(100n);

    partition.begin(0n);
    expect(partition.readOffset).toBe(0n);
    expect(partition.missedOffset).toBeUndefined();
    expect(partition.offsetToCommit(100n)).toBeUndefined();
  });

  it('gives out every record once, in order, and has committed everything when all are done', () => {
    fc.assert(
      fc.property(
        laidOutBatches,
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 40, maxLength: 40 }),
        ({ visible, endOffset, ...fetched }, portions) => {
          const partition = begun(0n);
          const given: number[] = [];
          partition.add(fetched, 0n);
          for (const portion of portions) {
            const taken = offsetsOf(partition.take(portion));
            given.push(...taken);
            const next = partition.offsetToCommit(BigInt((taken.at(-1) ?? given.at(-1) ?? -1) + 1));
            if (next === undefined) continue;
            // Nothing is committed that was not given out.
            expect(visible.filter((offset) => offset < next)).toEqual(given);
            partition.hasCommitted(next);
          }
          given.push(...offsetsOf(partition.take(Number.MAX_SAFE_INTEGER)));

          expect(given).toEqual(visible);
          partition.hasCommitted(BigInt((visible.at(-1) ?? -1) + 1));
          expect(partition.lag(BigInt(endOffset))).toBe(0);
        },
      ),
    );
  });
});
