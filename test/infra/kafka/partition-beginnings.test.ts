import { describe, expect, it } from 'vitest';
import { AssignedPartition } from '../../../infra/kafka/assigned-partition.ts';
import { PartitionBeginnings } from '../../../infra/kafka/partition-beginnings.ts';
import type { StartingPosition } from '../../../infra/kafka/record-source.ts';
import type { OffsetPlace } from '../../../infra/kafka/topic-log.ts';

interface Setting {
  readonly startingPosition?: StartingPosition;
  /** They have no offsets. */
  readonly leaderless?: readonly number[];
  /** Of the group, by partition. */
  readonly committed?: Readonly<Record<number, number>>;
  readonly commitError?: Error;
}

/** Each partition has the offsets from 10 to 99, and at 5,000 ms it had 50. */
function beginnings({
  startingPosition = 'TRIM_HORIZON',
  leaderless = [],
  committed = {},
  commitError,
}: Setting = {}) {
  const commits: string[] = [];
  const notices: string[] = [];
  const asked: OffsetPlace[] = [];
  const finder = new PartitionBeginnings({
    startingPosition,
    log: {
      offsets: async (partitions, place) => {
        if (partitions.length > 0) asked.push(place);
        const offset = place === 'start' ? 10n : place === 'end' ? 100n : BigInt(place.timestampMs / 100);
        const led = partitions.filter((partition) => !leaderless.includes(partition));
        return new Map(led.map((partition) => [partition, offset]));
      },
    },
    membership: {
      committedOffsets: async (partitions) =>
        new Map(
          partitions.flatMap((partition) => {
            const offset = committed[partition];
            return offset === undefined ? [] : [[partition, BigInt(offset)] as const];
          }),
        ),
    },
    commit: async (offsets) => {
      if (commitError !== undefined) throw commitError;
      for (const { partition, offset } of offsets) commits.push(`${partition.partition}@${offset}`);
    },
    onNotice: (text) => notices.push(text),
  });
  return { finder, commits, notices, asked };
}

function partitions(count: number): AssignedPartition[] {
  return Array.from({ length: count }, (_, number) => new AssignedPartition('orders', number));
}

describe('where a partition begins', () => {
  it.each<{ startingPosition: StartingPosition; begins: bigint; commits: string[] }>([
    { startingPosition: 'TRIM_HORIZON', begins: 10n, commits: [] },
    { startingPosition: 'LATEST', begins: 100n, commits: ['0@100'] },
    { startingPosition: { timestampMs: 5_000 }, begins: 50n, commits: ['0@50'] },
  ])(
    'is $begins in a new group at $startingPosition, and is written down if it could move',
    async ({ startingPosition, begins, commits }) => {
      const { finder, ...told } = beginnings({ startingPosition });
      const [partition] = partitions(1);
      await finder.find(partition === undefined ? [] : [partition]);

      expect(partition?.readOffset).toBe(begins);
      expect(told.commits).toEqual(commits);
      expect(told.notices).toEqual([]);
    },
  );

  it('is where the group has committed, partition by partition', async () => {
    const { finder, commits } = beginnings({ startingPosition: 'LATEST', committed: { 0: 42, 2: 0 } });
    const all = partitions(3);
    await finder.find(all);

    expect(all.map(({ readOffset }) => readOffset)).toEqual([42n, 100n, 0n]);
    expect(commits).toEqual(['1@100']);
  });

  it('is not known of a partition without a leader, and of the others it is', async () => {
    const { finder, commits } = beginnings({ startingPosition: 'LATEST', leaderless: [1] });
    const all = partitions(3);
    await finder.find(all);

    expect(all.map(({ readOffset }) => readOffset)).toEqual([100n, undefined, 100n]);
    expect(commits).toEqual(['0@100', '2@100']);
  });

  it('is not known when it cannot be written down, and is found out the next time', async () => {
    const { finder } = beginnings({ startingPosition: 'LATEST', commitError: new Error('no') });
    const all = partitions(1);

    await expect(finder.find(all)).rejects.toThrow('no');
    expect(all[0]?.readOffset).toBeUndefined();
    await expect(finder.find(all)).rejects.toThrow('no');
  });

  it('is found out once, however many ask', async () => {
    const { finder, asked } = beginnings();
    const all = partitions(2);
    await Promise.all([finder.find(all), finder.find(all)]);

    expect(asked).toEqual(['start']);
  });

  it.each([
    { missed: 3n, because: 'what was there has expired', verb: 'no longer has' },
    { missed: 300n, because: 'it was made anew, or has lost its end', verb: 'has no' },
  ])('is the first offset when $missed is gone, and this is told', async ({ missed, because, verb }) => {
    const { finder, notices } = beginnings({ startingPosition: 'LATEST' });
    const partition = new AssignedPartition('orders', 0);
    partition.begin(missed);
    partition.miss(missed);
    await finder.find([partition]);

    expect(partition.readOffset).toBe(10n);
    expect(notices).toEqual([
      `orders-0 ${verb} offset ${missed}, the next to be read: ${because}. It is read from its first offset, 10, on.`,
    ]);
  });
});
