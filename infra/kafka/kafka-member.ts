import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import { AssignedPartition } from './assigned-partition.ts';
import { Bell } from './bell.ts';
import { CommitAttempts } from './commit-attempts.ts';
import { explainError } from './explain-error.ts';
import { GroupMembership } from './group-membership.ts';
import type { KafkaError } from './kafka-error.ts';
import type { KafkaOptions } from './kafka-options.ts';
import { LeaderFetches } from './leader-fetches.ts';
import { PartitionBeginnings } from './partition-beginnings.ts';
import type { GroupMember, ReadLimits, Subscription } from './record-source.ts';
import { settledWithin } from './settled-within.ts';
import { TopicLog } from './topic-log.ts';

export interface KafkaMemberOptions extends Subscription {
  readonly kafka: KafkaOptions;
  readonly onNotice: (text: string) => void;
}

/** How long others wait for what is under way with partitions that they are to get. Much less than a session lasts. */
const RELEASE_TIMEOUT_MS = 5_000;

/** Between failures to find out where to begin. */
const RETRY_DELAY_MS = 500;

/** How long closing may take. A broker that does not answer finds out by itself that the member is gone. */
const CLOSE_TIMEOUT_MS = 5_000;

/** One member of a consumer group of a real Kafka. */
export class KafkaMember implements GroupMember {
  readonly #options: KafkaMemberOptions;
  readonly #bell = new Bell();
  readonly #log: TopicLog;
  readonly #membership: GroupMembership;
  readonly #fetches: LeaderFetches;
  readonly #beginnings: PartitionBeginnings;
  readonly #commits: CommitAttempts;
  /** In the order in which they are next to give records out. */
  readonly #partitions = new Map<number, AssignedPartition>();
  /** No longer read, and still to be committed. */
  readonly #leaving = new Map<number, AssignedPartition>();
  #failure: Error | undefined;
  #isFinding = false;
  #isClosed = false;
  #closing: Promise<void> | undefined;

  constructor(options: KafkaMemberOptions) {
    const { kafka, topic, groupId, startingPosition, onNotice } = options;
    this.#options = options;
    this.#log = new TopicLog(kafka, topic);
    this.#membership = new GroupMembership(
      kafka,
      { topic, groupId },
      {
        onLost: (partitions) => this.#lose(partitions),
        onGained: (partitions) => this.#gain(partitions),
        onOut: (error) => {
          if (error !== undefined) this.#fail(error, `Joining the consumer group ${groupId} again`);
        },
      },
    );
    this.#commits = new CommitAttempts({
      membership: this.#membership,
      isHeld: (partition) => this.#isHeld(partition),
    });
    this.#beginnings = new PartitionBeginnings({
      startingPosition,
      log: this.#log,
      membership: this.#membership,
      commit: (offsets) => this.#commits.commit(offsets),
      onNotice,
    });
    this.#fetches = new LeaderFetches({
      log: this.#log,
      bell: this.#bell,
      onFailure: (error) => this.#fail(error, `Reading the topic ${topic}`),
      onPartitionCount: (count) => this.#membership.seePartitionCount(count),
    });
  }

  /** @throws KafkaError if the group does not take this member, or no broker answers. */
  async join(): Promise<void> {
    try {
      await this.#membership.join();
    } catch (error) {
      const { topic, groupId } = this.#options;
      const doing = `Joining the consumer group ${groupId} for the topic ${topic}`;
      throw explainError(error, doing, this.#membership.connectionError);
    }
  }

  assigned(): ReadonlySet<number> {
    return new Set(this.#partitions.keys());
  }

  async read({ maxRecords, waitMs, except, signal }: ReadLimits): Promise<readonly KafkaEventRecord[]> {
    const endMs = performance.now() + waitMs;
    for (;;) {
      this.#throwFailure();
      const records = this.#take(maxRecords, except);
      const leftMs = endMs - performance.now();
      const isOver = records.length > 0 || leftMs <= 0 || signal.aborted || this.#isClosed;
      const heard = isOver ? undefined : this.#bell.heard(leftMs, signal);
      // Also when there are records: what follows them comes while they are worked on.
      if (!this.#isClosed) this.#ask();
      if (heard === undefined) return records;
      await heard;
    }
  }

  async commit(nextOffsets: ReadonlyMap<number, number>): Promise<ReadonlySet<number>> {
    const offsets = Array.from(nextOffsets, ([partition, offset]) => ({
      partition: this.#partitions.get(partition) ?? this.#leaving.get(partition),
      offset: BigInt(offset),
    }));
    try {
      return await this.#commits.commit(
        offsets.flatMap(({ partition, offset }) => (partition === undefined ? [] : [{ partition, offset }])),
      );
    } catch (error) {
      const doing = `Committing to the consumer group ${this.#options.groupId}`;
      throw explainError(error, doing, this.#membership.connectionError);
    }
  }

  async lag(): Promise<ReadonlyMap<number, number>> {
    const partitions = [...this.#partitions.values()];
    try {
      await this.#beginnings.find(partitions);
      const numbers = partitions.map(({ partition }) => partition);
      const ends = await this.#log.offsets(numbers, 'end');
      return new Map(
        partitions.flatMap((of): [number, number][] => {
          const end = ends.get(of.partition);
          return end === undefined ? [] : [[of.partition, of.lag(end) ?? 0]];
        }),
      );
    } catch (error) {
      throw this.#explain(error, `Asking for the lag of ${this.#options.topic}`);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /**
   * Starts what is to be done before there are records, as far as it is not under way. Partitions that are not to be given
   * out now are asked for all the same, up to one answer of the broker each.
   */
  #ask(): void {
    this.#membership.rejoin();
    const partitions = [...this.#partitions.values()];
    if (partitions.some(({ readOffset }) => readOffset === undefined)) void this.#findBeginnings(partitions);
    this.#fetches.ask(partitions.filter(({ hasRecords }) => !hasRecords));
  }

  async #findBeginnings(partitions: readonly AssignedPartition[]): Promise<void> {
    if (this.#isFinding) return;
    this.#isFinding = true;
    try {
      await this.#beginnings.find(partitions);
    } catch (error) {
      this.#fail(error, `Asking where to begin with the topic ${this.#options.topic}`);
    }
    this.#bell.ring();
    // Also after some that have no leader, and so no offsets.
    if (partitions.some(({ readOffset }) => readOffset === undefined)) await sleep(RETRY_DELAY_MS);
    this.#isFinding = false;
    this.#bell.ring();
  }

  #take(maxRecords: number, except: ReadonlySet<number>): KafkaEventRecord[] {
    const taken: KafkaEventRecord[] = [];
    for (const [number, partition] of [...this.#partitions]) {
      if (taken.length >= maxRecords) break;
      if (except.has(number) || !partition.hasRecords) continue;
      taken.push(...partition.take(maxRecords - taken.length));
      this.#partitions.delete(number);
      this.#partitions.set(number, partition);
    }
    return taken;
  }

  #gain(numbers: readonly number[]): void {
    for (const number of numbers) {
      this.#partitions.set(number, new AssignedPartition(this.#options.topic, number));
    }
    this.#bell.ring();
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    this.#bell.ring();
    const { isMember, memberId } = this.#membership;
    const leaving = this.#membership.leave(CLOSE_TIMEOUT_MS);
    // While it waits for the others, its connection to the group does, too.
    if (!isMember && memberId !== null) {
      await settledWithin(CLOSE_TIMEOUT_MS, this.#log.removeMember(this.#options.groupId, memberId));
    }
    await leaving;
    await settledWithin(CLOSE_TIMEOUT_MS, this.#log.close());
  }

  async #lose(numbers: readonly number[]): Promise<void> {
    const leaving = numbers.flatMap((number) => this.#partitions.get(number) ?? []);
    for (const partition of leaving) {
      this.#partitions.delete(partition.partition);
      this.#leaving.set(partition.partition, partition);
    }
    await settledWithin(RELEASE_TIMEOUT_MS, this.#options.onRevoked(numbers));
    for (const { partition } of leaving) this.#leaving.delete(partition);
  }

  #isHeld(partition: AssignedPartition): boolean {
    const { partition: number } = partition;
    return this.#partitions.get(number) === partition || this.#leaving.get(number) === partition;
  }

  #fail(error: unknown, doing: string): void {
    if (this.#isClosed) return;
    this.#failure ??= this.#explain(error, doing);
    this.#bell.ring();
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  #explain(error: unknown, doing: string): KafkaError {
    return explainError(error, doing, this.#log.connectionError);
  }
}
