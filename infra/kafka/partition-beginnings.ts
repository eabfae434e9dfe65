import type { AssignedPartition } from './assigned-partition.ts';
import type { PartitionCommit } from './commit-attempts.ts';
import type { GroupMembership } from './group-membership.ts';
import type { StartingPosition } from './record-source.ts';
import type { OffsetPlace, TopicLog } from './topic-log.ts';

export interface PartitionBeginningsOptions {
  readonly startingPosition: StartingPosition;
  readonly log: Pick<TopicLog, 'offsets'>;
  readonly membership: Pick<GroupMembership, 'committedOffsets'>;
  readonly commit: (commits: readonly PartitionCommit[]) => Promise<unknown>;
  /** Told of offsets that are gone. */
  readonly onNotice: (text: string) => void;
}

/** Finds out where to begin with partitions that came to a member, or that have lost what it was to read next. */
export class PartitionBeginnings {
  readonly #options: PartitionBeginningsOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: PartitionBeginningsOptions) {
    this.#options = options;
  }

  /** One after the other, so that a partition does not begin twice. @throws Error of the client. */
  find(partitions: readonly AssignedPartition[]): Promise<void> {
    const finding = this.#last.then(() => this.#find(partitions));
    this.#last = finding.catch(() => undefined);
    return finding;
  }

  async #find(partitions: readonly AssignedPartition[]): Promise<void> {
    const waiting = partitions.filter(({ readOffset }) => readOffset === undefined);
    await this.#begin(waiting.filter(({ missedOffset }) => missedOffset === undefined));
    await this.#beginAnew(waiting.filter(({ missedOffset }) => missedOffset !== undefined));
  }

  async #begin(partitions: readonly AssignedPartition[]): Promise<void> {
    if (partitions.length === 0) return;
    const { startingPosition, log, membership, commit } = this.#options;
    const committed = await membership.committedOffsets(numbers(partitions));
    const fresh = partitions.filter(({ partition }) => !committed.has(partition));
    const starting = await log.offsets(numbers(fresh), placeOf(startingPosition));
    // The end is elsewhere the next time. Unless it is written down, a member that takes over before the first commit
    // would pass over what was read and not done.
    if (startingPosition !== 'TRIM_HORIZON') await commit(commitsOf(fresh, starting));
    for (const partition of partitions) {
      const offset = committed.get(partition.partition) ?? starting.get(partition.partition);
      if (offset !== undefined) partition.begin(offset);
    }
  }

  async #beginAnew(partitions: readonly AssignedPartition[]): Promise<void> {
    if (partitions.length === 0) return;
    const { log, onNotice } = this.#options;
    const starts = await log.offsets(numbers(partitions), 'start');
    for (const partition of partitions) {
      const start = starts.get(partition.partition);
      const missed = partition.missedOffset;
      if (start === undefined || missed === undefined) continue;
      partition.begin(start);
      onNotice(describe(partition, missed, start));
    }
  }
}

function describe({ topic, partition }: AssignedPartition, missed: bigint, start: bigint): string {
  const from = `It is read from its first offset, ${start}, on.`;
  return missed < start
    ? `${topic}-${partition} no longer has offset ${missed}, the next to be read: what was there has expired. ${from}`
    : `${topic}-${partition} has no offset ${missed}, the next to be read: it was made anew, or has lost its end. ${from}`;
}

function placeOf(startingPosition: StartingPosition): OffsetPlace {
  if (startingPosition === 'TRIM_HORIZON') return 'start';
  return startingPosition === 'LATEST' ? 'end' : startingPosition;
}

function commitsOf(
  partitions: readonly AssignedPartition[],
  offsets: ReadonlyMap<number, bigint>,
): PartitionCommit[] {
  return partitions.flatMap((partition) => {
    const offset = offsets.get(partition.partition);
    return offset === undefined ? [] : [{ partition, offset }];
  });
}

function numbers(partitions: readonly AssignedPartition[]): number[] {
  return partitions.map(({ partition }) => partition);
}
