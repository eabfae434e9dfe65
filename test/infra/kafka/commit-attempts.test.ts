import { NetworkError, ProtocolError } from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import { AssignedPartition } from '../../../infra/kafka/assigned-partition.ts';
import { CommitAttempts } from '../../../infra/kafka/commit-attempts.ts';
import { batchOf } from './batches.ts';

/** Ten records, all given out. */
function partitionOf(number: number): AssignedPartition {
  const partition = new AssignedPartition('orders', number);
  partition.begin(0n);
  partition.add({ batches: [batchOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])], abortedTransactions: [] }, 0n);
  partition.take(10);
  return partition;
}

interface GroupOptions {
  /** What happens to each commit in turn; further ones are taken. */
  readonly refusals?: readonly Error[];
  /** @default 600,000 */
  readonly timeoutMs?: number;
  readonly onCommit?: (count: number) => Promise<void> | void;
}

function group({ refusals = [], timeoutMs = 600_000, onCommit }: GroupOptions = {}) {
  const first = partitionOf(0);
  const second = partitionOf(1);
  const held = new Set([first, second]);
  const taken: Record<string, number>[] = [];
  const membership = {
    isMember: true,
    rejoins: 0,
    rejoin() {
      this.rejoins++;
      this.isMember = true;
    },
    async commit(offsets: ReadonlyMap<number, bigint>) {
      const refusal = refusals[count++];
      await onCommit?.(count);
      if (refusal !== undefined) throw refusal;
      taken.push(Object.fromEntries(Array.from(offsets, ([number, offset]) => [number, Number(offset)])));
    },
  };
  let count = 0;
  const attempts = new CommitAttempts({ membership, isHeld: (partition) => held.has(partition), timeoutMs });
  return { attempts, first, second, held, membership, taken };
}

describe('the commits of a member', () => {
  it('are sent for all partitions at once, and remembered', async () => {
    const { attempts, first, second, taken } = group();
    const committed = await attempts.commit([
      { partition: first, offset: 5n },
      { partition: second, offset: 7n },
    ]);

    expect(committed).toEqual(new Set([0, 1]));
    expect(taken).toEqual([{ 0: 5, 1: 7 }]);
    expect([first.lag(10n), second.lag(10n)]).toEqual([5, 3]);
  });

  it('leave out partitions that went to another member, before or while it is tried again', async () => {
    const { attempts, first, second, held, taken } = group({
      refusals: [new ProtocolError('REBALANCE_IN_PROGRESS')],
      onCommit: (count) => {
        if (count === 1) held.delete(second);
      },
    });
    const committed = await attempts.commit([
      { partition: partitionOf(2), offset: 1n },
      { partition: first, offset: 5n },
      { partition: second, offset: 7n },
    ]);

    expect(committed).toEqual(new Set([0]));
    expect(taken).toEqual([{ 0: 5 }]);
    expect(second.lag(10n)).toBe(10);
  });

  it('are not sent when nothing is left of them', async () => {
    const { attempts, taken } = group();
    const committed = await attempts.commit([{ partition: partitionOf(2), offset: 1n }]);

    expect(committed).toEqual(new Set());
    expect(taken).toEqual([]);
  });

  it('do not overtake each other', async () => {
    const { attempts, first, taken } = group({
      refusals: [new ProtocolError('NOT_COORDINATOR')],
    });
    await Promise.all([
      attempts.commit([{ partition: first, offset: 5n }]),
      attempts.commit([{ partition: first, offset: 6n }]),
    ]);

    expect(taken).toEqual([{ 0: 5 }, { 0: 6 }]);
  });

  it.each([
    new NetworkError('Connection closed'),
    new ProtocolError('COORDINATOR_NOT_AVAILABLE'),
    new ProtocolError('ILLEGAL_GENERATION'),
    new ProtocolError('UNKNOWN_MEMBER_ID'),
  ])('are tried again after "$message", when it has joined again', async (refusal) => {
    const { attempts, first, membership, taken } = group({ refusals: [refusal] });
    await attempts.commit([{ partition: first, offset: 5n }]);

    expect(taken).toEqual([{ 0: 5 }]);
    expect(membership.rejoins).toBe(1);
  });

  it('wait for it to be a member', async () => {
    const { attempts, first, membership, taken } = group();
    membership.isMember = false;
    await attempts.commit([{ partition: first, offset: 5n }]);

    expect(taken).toEqual([{ 0: 5 }]);
  });

  it.each([
    { error: new ProtocolError('GROUP_AUTHORIZATION_FAILED'), timeoutMs: 600_000, why: 'it does not pass' },
    { error: new NetworkError('Connection closed'), timeoutMs: 0, why: 'it has not passed in time' },
  ])('fail when $why, and the next is sent all the same', async ({ error, timeoutMs }) => {
    const { attempts, first, taken } = group({ refusals: [error], timeoutMs });

    await expect(attempts.commit([{ partition: first, offset: 5n }])).rejects.toBe(error);
    expect(first.lag(10n)).toBe(10);
    await attempts.commit([{ partition: first, offset: 6n }]);
    expect(taken).toEqual([{ 0: 6 }]);
  });

  it('fail when the group does not come to rest in time', async () => {
    const { attempts, first, membership } = group({ timeoutMs: 0 });
    membership.isMember = false;

    await expect(attempts.commit([{ partition: first, offset: 5n }])).rejects.toThrow(
      expect.objectContaining({ code: 'GROUP_UNSTABLE' }),
    );
  });
});
