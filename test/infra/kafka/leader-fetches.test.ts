import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError, ProtocolError, protocolErrors } from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import { AssignedPartition } from '../../../infra/kafka/assigned-partition.ts';
import { Bell } from '../../../infra/kafka/bell.ts';
import type { FetchedPartition, FetchStart } from '../../../infra/kafka/fetch-batches.ts';
import { LeaderFetches } from '../../../infra/kafka/leader-fetches.ts';
import { batchOf } from './batches.ts';

interface Cluster {
  /** By partition; each look-up takes the next list, or fails, and the last stays. @default [[1, 1, 2]] */
  readonly leaders?: readonly (readonly number[] | Error)[];
  /** Called before each answer. What it throws, the question fails with. */
  readonly onQuestion?: (leader: number, count: number) => Promise<void> | void;
  /** Names of the protocol's errors, by partition. */
  readonly refusals?: Readonly<Record<number, string>>;
  /** @default 600,000 */
  readonly leadersMaxAgeMs?: number;
}

/** Three partitions from offset 4 on. Each has two records wherever it is asked. */
function setting({
  leaders = [[1, 1, 2]],
  onQuestion,
  refusals = {},
  leadersMaxAgeMs = 600_000,
}: Cluster = {}) {
  const bell = new Bell();
  const questions: string[] = [];
  const failures: unknown[] = [];
  const counts: number[] = [];
  let lookUps = 0;
  const fetches = new LeaderFetches({
    bell,
    log: {
      leaders: async () => {
        const found = leaders[Math.min(lookUps++, leaders.length - 1)] ?? [];
        if (found instanceof Error) throw found;
        return found;
      },
      fetch: async (leader, starts) => {
        const places = starts.map(({ partition, offset }) => `${partition}@${offset}`);
        questions.push(`${leader}: ${places.join(' ')}`);
        await onQuestion?.(leader, questions.length);
        return starts.map((start) => answerOf(start, refusals[start.partition]));
      },
    },
    onFailure: (error) => failures.push(error),
    onPartitionCount: (count) => counts.push(count),
    retryDelayMs: 1,
    leadersMaxAgeMs,
  });
  const partitions = [0, 1, 2].map((number) => {
    const partition = new AssignedPartition('orders', number);
    partition.begin(4n);
    return partition;
  });
  /** As a read does. */
  const ask = () => fetches.ask(partitions.filter(({ hasRecords }) => !hasRecords));
  const askUntil = async (isDone: () => boolean) => {
    while (!isDone()) {
      const heard = bell.heard(600_000);
      ask();
      await heard;
    }
  };
  const hasRecords = (...numbers: number[]) =>
    numbers.every((number) => partitions[number]?.hasRecords === true);
  return { partitions, questions, failures, counts, ask, askUntil, hasRecords, lookUps: () => lookUps };
}

function answerOf({ partition, offset }: FetchStart, refusal: string | undefined): FetchedPartition {
  const first = Number(offset);
  return {
    partitionIndex: partition,
    errorCode: refusal === undefined ? 0 : (protocolErrors[refusal]?.code ?? -1),
    highWatermark: 100n,
    lastStableOffset: 100n,
    logStartOffset: 0n,
    abortedTransactions: [],
    preferredReadReplica: -1,
    records: refusal === undefined ? [batchOf([first, first + 1])] : [],
  };
}

describe('the questions to the leaders', () => {
  it('are one to each, for all of its partitions', async () => {
    const { askUntil, hasRecords, questions, counts } = setting();
    await askUntil(() => hasRecords(0, 1, 2));

    expect(questions).toEqual(['1: 0@4 1@4', '2: 2@4']);
    expect(counts).toEqual([3]);
  });

  it('go on with who has answered while another has not', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { ask, askUntil, hasRecords, partitions, questions } = setting({
      onQuestion: (leader) => (leader === 1 ? promise : undefined),
    });
    await askUntil(() => hasRecords(2));
    partitions[2]?.take(9);
    await askUntil(() => hasRecords(2));
    ask();
    expect(questions).toEqual(['1: 0@4 1@4', '2: 2@4', '2: 2@6']);

    resolve();
    await askUntil(() => hasRecords(0, 1));
  });

  it('go to the new leader when there is another, and nobody is told', async () => {
    const { askUntil, hasRecords, questions, failures } = setting({
      leaders: [
        [1, 1, 2],
        [3, 3, 3],
      ],
      onQuestion: (leader) => {
        if (leader !== 3) throw new ProtocolError('NOT_LEADER_OR_FOLLOWER');
      },
    });
    await askUntil(() => hasRecords(0, 1, 2));

    expect(failures).toEqual([]);
    expect(questions.filter((question) => question.startsWith('3'))).not.toEqual([]);
  });

  it('fail when a broker is gone for longer, each time until it is back', async () => {
    const { askUntil, hasRecords, questions, failures } = setting({
      leaders: [[1, 1, 1]],
      onQuestion: (_, count) => {
        if (count <= 5) throw new NetworkError('Connection closed');
      },
    });
    await askUntil(() => hasRecords(0));

    expect(questions).toHaveLength(6);
    expect(failures).toHaveLength(2);
  });

  it('fail at once with what does not pass', async () => {
    const error = new ProtocolError('TOPIC_AUTHORIZATION_FAILED');
    const { askUntil, failures } = setting({
      onQuestion: () => {
        throw error;
      },
    });
    await askUntil(() => failures.length > 0);

    expect(failures[0]).toBe(error);
  });

  it('fail when nobody tells the leaders, and are asked when somebody does', async () => {
    const error = new NetworkError('Connection closed');
    const { askUntil, hasRecords, failures } = setting({ leaders: [error, [1, 1, 1]] });
    await askUntil(() => hasRecords(0));

    expect(failures).toEqual([error]);
  });

  it('leave the records of others alone when one partition is refused', async () => {
    const { askUntil, failures, hasRecords } = setting({ refusals: { 0: 'TOPIC_AUTHORIZATION_FAILED' } });
    await askUntil(() => failures.length > 0);

    expect(hasRecords(1)).toBe(true);
    expect(failures[0]).toMatchObject({ apiId: 'TOPIC_AUTHORIZATION_FAILED' });
  });

  it('tell a partition that it no longer has the offset', async () => {
    const { askUntil, failures, hasRecords, partitions } = setting({
      refusals: { 0: 'OFFSET_OUT_OF_RANGE' },
    });
    await askUntil(() => hasRecords(1, 2));

    expect(partitions[0]?.missedOffset).toBe(4n);
    expect(failures).toEqual([]);
  });

  it('fail for a partition that the topic does not have', async () => {
    const { askUntil, failures } = setting({ leaders: [[1, 1]] });
    await askUntil(() => failures.length > 0);

    expect(failures[0]).toMatchObject({ code: 'PARTITION_MISSING' });
  });

  it('pass over a partition without a leader until it has one, and nobody is told of an election', async () => {
    const { askUntil, hasRecords, questions, failures } = setting({
      leaders: [
        [1, -1, 2],
        [1, -1, 2],
        [1, -1, 2],
        [1, 3, 2],
      ],
    });
    await askUntil(() => hasRecords(0, 1, 2));

    expect(questions).toEqual(['1: 0@4', '2: 2@4', '3: 1@4']);
    expect(failures).toEqual([]);
  });

  it('tell once of a partition that stays without a leader, also where it is not known where to begin', async () => {
    const { ask, askUntil, hasRecords, partitions, failures, lookUps } = setting({ leaders: [[1, -1, -1]] });
    partitions[2] = new AssignedPartition('orders', 2);
    await askUntil(() => hasRecords(0));
    while (lookUps() < 8) {
      ask();
      await sleep(1);
    }

    expect(failures).toMatchObject([
      { code: 'LEADER_MISSING', message: expect.stringContaining('orders-1 has no leader.') },
      { code: 'LEADER_MISSING', message: expect.stringContaining('orders-2 has no leader.') },
    ]);
  });

  it('look for leaders again from time to time, and so find new partitions', async () => {
    const { askUntil, hasRecords, counts } = setting({
      leaders: [
        [1, 1, 1],
        [1, 1, 1, 1],
      ],
      leadersMaxAgeMs: 0,
    });
    await askUntil(() => hasRecords(0, 1, 2) && counts.length > 1);

    expect(counts.slice(0, 2)).toEqual([3, 4]);
  });
});
