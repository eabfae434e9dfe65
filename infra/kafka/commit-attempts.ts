import { setTimeout as sleep } from 'node:timers/promises';
import { findErrorBy } from '@platformatic/kafka';
import type { AssignedPartition } from './assigned-partition.ts';
import type { GroupMembership } from './group-membership.ts';
import { KafkaError } from './kafka-error.ts';

/** All records of the partition before the offset are done. */
export interface PartitionCommit {
  readonly partition: AssignedPartition;
  readonly offset: bigint;
}

export interface CommitAttemptsOptions {
  readonly membership: Pick<GroupMembership, 'isMember' | 'rejoin' | 'commit'>;
  /** Whether the partition is still the member's, and has not been another's meanwhile. */
  readonly isHeld: (partition: AssignedPartition) => boolean;
  /** @default 10,000: longer than a rebalance takes, and than a broker needs to start */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const RETRY_DELAY_MS = 250;

/**
 * The commits of a member, one after the other, so that none overtakes a later one. What cannot be taken at the moment is
 * tried again for some time; partitions that go to another member meanwhile are left out.
 */
export class CommitAttempts {
  readonly #options: CommitAttemptsOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: CommitAttemptsOptions) {
    this.#options = options;
  }

  /**
   * @returns the partitions that were not left out.
   * @throws Error of the client, or KafkaError if the group is not at rest in time.
   */
  commit(commits: readonly PartitionCommit[]): Promise<ReadonlySet<number>> {
    const attempt = this.#last.then(() => this.#attempt(commits));
    this.#last = attempt.catch(() => undefined);
    return attempt;
  }

  async #attempt(commits: readonly PartitionCommit[]): Promise<ReadonlySet<number>> {
    const { membership, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const endMs = performance.now() + timeoutMs;
    for (;;) {
      const due = this.#due(commits);
      try {
        if (due.length > 0) await this.#send(due);
        return new Set(due.map(({ partition }) => partition.partition));
      } catch (error) {
        if (!isPassing(error) || performance.now() >= endMs) throw error;
        membership.rejoin();
        await sleep(RETRY_DELAY_MS);
      }
    }
  }

  #due(commits: readonly PartitionCommit[]): PartitionCommit[] {
    return commits.flatMap(({ partition, offset }) => {
      const toCommit = this.#options.isHeld(partition) ? partition.offsetToCommit(offset) : undefined;
      return toCommit === undefined ? [] : [{ partition, offset: toCommit }];
    });
  }

  async #send(commits: readonly PartitionCommit[]): Promise<void> {
    const { membership } = this.#options;
    if (!membership.isMember) throw new KafkaError('GROUP_UNSTABLE', 'The consumer group is not at rest.');
    await membership.commit(new Map(commits.map(({ partition, offset }) => [partition.partition, offset])));
    for (const { partition, offset } of commits) partition.hasCommitted(offset);
  }
}

/** Network and coordinator come back; a member that the group put out or made wait joins again. */
function isPassing(error: unknown): boolean {
  if (error instanceof KafkaError) return error.code === 'GROUP_UNSTABLE';
  if (!(error instanceof Error)) return false;
  return findErrorBy(error, 'canRetry', true) !== null || findErrorBy(error, 'needsRejoin', true) !== null;
}
