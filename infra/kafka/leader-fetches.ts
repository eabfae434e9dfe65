import { setTimeout as sleep } from 'node:timers/promises';
import { findErrorBy } from '@platformatic/kafka';
import type { AssignedPartition } from './assigned-partition.ts';
import type { Bell } from './bell.ts';
import { fetchedBatches } from './fetch-batches.ts';
import { KafkaError } from './kafka-error.ts';
import { LeaderlessPartitions, NO_LEADER } from './leaderless-partitions.ts';
import type { TopicLog } from './topic-log.ts';

/**
 * What one answer of a broker may hold. What is read of a partition is given out before more of it is read, so that the
 * records of a member take a small multiple of it in memory, by how well they were compressed.
 */
const LIMITS = {
  /** A partition that is to be read meanwhile waits for it. */
  maxWaitMs: 250,
  maxBytes: 16 * 1024 * 1024,
  maxBytesPerPartition: 1024 * 1024,
} as const;

/** Leaders are looked up again, because partitions are added, and because a broker that comes back may lead again. */
const DEFAULT_LEADERS_MAX_AGE_MS = 30_000;

/** Between a failure and the next question to the same broker. */
const DEFAULT_RETRY_DELAY_MS = 500;

/** In a row; together with the delay enough for the election of a leader. */
const TOLERATED_FAILURES = 3;

export interface LeaderFetchesOptions {
  readonly log: Pick<TopicLog, 'leaders' | 'fetch'>;
  /** Rung when something has come of a question. */
  readonly bell: Bell;
  readonly onFailure: (error: unknown) => void;
  readonly onPartitionCount: (count: number) => void;
  /** @default 500 */
  readonly retryDelayMs?: number;
  /** @default 30,000 */
  readonly leadersMaxAgeMs?: number;
}

/**
 * The questions to the leaders of a topic: one at a time to each, for all partitions that it leads and of which nothing is
 * left to be given out. An answer goes to its partitions whether or not anybody waits for it.
 */
export class LeaderFetches {
  readonly #options: LeaderFetchesOptions;
  readonly #asked = new Set<number>();
  readonly #leaderless = new LeaderlessPartitions();
  #leaders: readonly number[] | undefined;
  #leadersUntilMs = 0;
  #isLocating = false;
  #failures = 0;

  constructor(options: LeaderFetchesOptions) {
    this.#options = options;
  }

  /** Asks the leaders of these partitions that are not being asked, for those of which it is known where to begin. */
  ask(partitions: readonly AssignedPartition[]): void {
    if (performance.now() > this.#leadersUntilMs) void this.#locate();
    const leaders = this.#leaders;
    if (leaders === undefined) return;
    const byLeader = Map.groupBy(partitions, ({ partition }) => leaders[partition]);
    for (const [leader, ofLeader] of byLeader) {
      if (leader === undefined) this.#missing(ofLeader);
      else if (leader === NO_LEADER) this.#wait(ofLeader);
      else if (!this.#asked.has(leader)) void this.#fetch(leader, ofLeader);
    }
  }

  #missing([first]: readonly AssignedPartition[]): void {
    this.#forgetLeaders();
    const name = `${first?.topic}-${first?.partition}`;
    this.#options.onFailure(new KafkaError('PARTITION_MISSING', `There is no ${name}.`));
  }

  /** They are read when they have a leader. A failure each time would hold up the others. */
  #wait(partitions: readonly AssignedPartition[]): void {
    for (const { topic, partition } of partitions) {
      if (!this.#leaderless.isToBeTold(partition)) continue;
      this.#options.onFailure(new KafkaError('LEADER_MISSING', `${topic}-${partition} has no leader.`));
    }
  }

  async #locate(): Promise<void> {
    const { log, bell, onFailure } = this.#options;
    if (this.#isLocating) return;
    this.#isLocating = true;
    try {
      this.#found(await log.leaders());
      if (this.#leaderless.areThere) {
        bell.ring();
        await this.#pause();
      }
    } catch (error) {
      this.#forgetLeaders();
      onFailure(error);
      await this.#pause();
    } finally {
      this.#isLocating = false;
      bell.ring();
    }
  }

  #found(leaders: readonly number[]): void {
    const { onPartitionCount, leadersMaxAgeMs = DEFAULT_LEADERS_MAX_AGE_MS } = this.#options;
    this.#leaders = leaders;
    this.#leaderless.look(leaders);
    this.#leadersUntilMs = this.#leaderless.areThere ? 0 : performance.now() + leadersMaxAgeMs;
    onPartitionCount(leaders.length);
  }

  async #fetch(leader: number, partitions: readonly AssignedPartition[]): Promise<void> {
    const questions = partitions.flatMap((partition): Question[] => {
      const offset = partition.readOffset;
      return offset === undefined ? [] : [{ partition, offset }];
    });
    if (questions.length === 0) return;
    this.#asked.add(leader);
    try {
      await this.#answer(leader, questions);
      this.#failures = 0;
    } catch (error) {
      this.#forgetLeaders();
      this.#failures++;
      if (!isTransient(error) || this.#failures > TOLERATED_FAILURES) this.#options.onFailure(error);
      await this.#pause();
    } finally {
      this.#asked.delete(leader);
      this.#options.bell.ring();
    }
  }

  /** @throws Error if the leader does not answer, or if it refuses a partition; the others have their records then. */
  async #answer(leader: number, questions: readonly Question[]): Promise<void> {
    const starts = questions.map(({ partition, offset }) => ({ partition: partition.partition, offset }));
    const answers = await this.#options.log.fetch(leader, starts, LIMITS);
    const refusals: unknown[] = [];
    for (const { partition, offset } of questions) {
      const answer = answers.find(({ partitionIndex }) => partitionIndex === partition.partition);
      try {
        partition.add(fetchedBatches(answer), offset);
      } catch (error) {
        if (isOutOfRange(error)) partition.miss(offset);
        else refusals.push(error);
      }
    }
    if (refusals.length > 0) throw refusals[0];
  }

  #pause(): Promise<void> {
    return sleep(this.#options.retryDelayMs ?? DEFAULT_RETRY_DELAY_MS);
  }

  #forgetLeaders(): void {
    this.#leaders = undefined;
    this.#leadersUntilMs = 0;
  }
}

interface Question {
  readonly partition: AssignedPartition;
  readonly offset: bigint;
}

function isOutOfRange(error: unknown): boolean {
  return error instanceof Error && findErrorBy(error, 'apiId', 'OFFSET_OUT_OF_RANGE') !== null;
}

function isTransient(error: unknown): boolean {
  return error instanceof Error && findErrorBy(error, 'canRetry', true) !== null;
}
