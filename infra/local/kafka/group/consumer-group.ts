import type { GroupMember, Subscription } from '../../../kafka/record-source.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import { GroupOffsets } from './group-offsets.ts';
import { Member } from './member.ts';
import { shareOut } from './share-out.ts';

/**
 * A consumer group on one topic. Its offsets outlive its members.
 *
 * Partitions change hands one by one, as with Kafka's cooperative assignors: what stays with its member is read on
 * meanwhile.
 */
export class ConsumerGroup {
  readonly #logs: readonly PartitionLog[];
  readonly #offsets: GroupOffsets;
  readonly #members: Member[] = [];
  readonly #owners: (Member | undefined)[];
  /** One after the other. */
  #rebalances: Promise<void> = Promise.resolve();

  /** @param startingPosition of the first who joined; those after it go on where the group is. */
  constructor(logs: readonly PartitionLog[], { startingPosition }: Pick<Subscription, 'startingPosition'>) {
    this.#logs = logs;
    this.#offsets = new GroupOffsets(logs, startingPosition);
    this.#owners = logs.map(() => undefined);
  }

  /** Resolves when the member has its share of the partitions. */
  async join(subscription: Subscription): Promise<GroupMember> {
    const member = new Member({
      subscription,
      logs: this.#logs,
      offsets: this.#offsets,
      onClosed: () => this.#leave(member),
    });
    this.#members.push(member);
    await this.#rebalance();
    return member;
  }

  /** The first offset that is not committed. */
  neededFrom(partition: number): number {
    return this.#offsets.next(partition);
  }

  wake(): void {
    for (const member of this.#members) member.wake();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#members].map((member) => member.close()));
  }

  #leave(member: Member): void {
    this.#members.splice(this.#members.indexOf(member), 1);
    for (const [partition, owner] of this.#owners.entries()) {
      if (owner === member) this.#owners[partition] = undefined;
    }
    void this.#rebalance();
  }

  #rebalance(): Promise<void> {
    this.#rebalances = this.#rebalances.then(() => this.#shareOut());
    return this.#rebalances;
  }

  async #shareOut(): Promise<void> {
    const planned = shareOut(this.#members, this.#owners);
    await this.#revoke(planned);
    for (const [partition, member] of planned.entries()) {
      // Who left meanwhile gets nothing; another rebalance is to come then.
      if (member === undefined || !this.#members.includes(member)) continue;
      if (this.#owners[partition] === member) continue;
      this.#owners[partition] = member;
      member.assign(partition);
    }
  }

  async #revoke(planned: readonly (Member | undefined)[]): Promise<void> {
    const revoked = Map.groupBy(
      Array.from(this.#owners.keys()).filter((partition) => this.#owners[partition] !== planned[partition]),
      (partition) => this.#owners[partition],
    );
    await Promise.all(Array.from(revoked, ([owner, partitions]) => owner?.giveUp(partitions)));
    for (const partition of [...revoked.values()].flat()) this.#owners[partition] = undefined;
  }
}
