import type { KafkaEvent, KafkaEventRecord } from '../../shared/kafka-event.ts';

/**
 * Where a new consumer group begins; a group that has committed goes on from there.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-starting-positions.html
 */
export type StartingPosition = 'TRIM_HORIZON' | 'LATEST' | { readonly timestampMs: number };

export interface Subscription {
  readonly topic: string;
  readonly groupId: string;
  readonly startingPosition: StartingPosition;
  /**
   * Partitions are about to go to another member, or went: they are assigned no more, and reads give nothing of them. What is
   * under way with them may be finished and committed before the promise resolves; the source waits a few seconds for it at
   * most. What was read of them and is not committed is forgotten: a partition that comes back, to whichever member, is read
   * from its committed offset on. Not to be called by a read that waits for it: the promise waits for reads.
   */
  readonly onRevoked: (partitions: readonly number[]) => Promise<void>;
}

/** Kafka, as far as an event source mapping needs it: topics, consumer groups and committed offsets. */
export interface RecordSource {
  /** What the events of this source have beside their records. */
  readonly eventMembers: Omit<KafkaEvent, 'records'>;
  /** Joins the consumer group as one more member; partitions are shared out among the members. */
  join(subscription: Subscription): Promise<GroupMember>;
}

/** What a read takes at most; the source may give less, but never nothing while there are records that fit. */
export interface ReadLimits {
  readonly maxRecords: number;
  /** How long to wait for the first record. */
  readonly waitMs: number;
  /** Partitions that are not read now, because what was read of them is not done. */
  readonly except: ReadonlySet<number>;
  /** Ends the wait; the read then resolves with what is there. */
  readonly signal: AbortSignal;
}

/**
 * One member of a consumer group, read by one poller.
 *
 * It remembers how far each of its partitions was read; a partition that comes from another member is read from its
 * committed offset on.
 */
export interface GroupMember {
  /** Partitions that are this member's now. */
  assigned(): ReadonlySet<number>;
  /**
   * Records of the assigned partitions, those of a partition in the order of their offsets. No records when none came in time.
   * Offsets may have gaps.
   *
   * @throws Error when the source cannot be read; the next read tries again.
   */
  read(limits: ReadLimits): Promise<readonly KafkaEventRecord[]>;
  /**
   * Commits the offset of the next record to read, by partition. Partitions that are no longer this member's are left out.
   *
   * @returns the others.
   * @throws Error when the source does not take it; what was done is then done again by somebody.
   */
  commit(nextOffsets: ReadonlyMap<number, number>): Promise<ReadonlySet<number>>;
  /** Records of each assigned partition that are behind the last commit. A partition that nobody leads is left out. */
  lag(): Promise<ReadonlyMap<number, number>>;
  /** Leaves the group at once. Nothing is committed. */
  close(): Promise<void>;
}
