import type { GroupMember, Subscription } from '../../../kafka/record-source.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { LogReaders } from '../log/topic-logs.ts';
import { ConsumerGroup } from './consumer-group.ts';

/** All consumer groups, by topic and id. Groups of the same id on two topics do not know of each other. */
export class ConsumerGroups implements LogReaders {
  readonly #byTopic = new Map<string, Map<string, ConsumerGroup>>();
  #isClosed = false;

  /** @throws Error after the end. */
  async join(logs: readonly PartitionLog[], subscription: Subscription): Promise<GroupMember> {
    if (this.#isClosed) throw new Error('The embedded Kafka is closed.');
    const { topic, groupId } = subscription;
    const groups = this.#byTopic.get(topic) ?? new Map<string, ConsumerGroup>();
    const group = groups.get(groupId) ?? new ConsumerGroup(logs, subscription);
    this.#byTopic.set(topic, groups.set(groupId, group));
    return await group.join(subscription);
  }

  neededFrom({ of: { topic, partition } }: PartitionLog): number | undefined {
    const groups = [...this.#groups(topic)];
    if (groups.length === 0) return undefined;
    return Math.min(...groups.map((group) => group.neededFrom(partition)));
  }

  wake(topic: string): void {
    for (const group of this.#groups(topic)) group.wake();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const groups = [...this.#byTopic.keys()].flatMap((topic) => [...this.#groups(topic)]);
    await Promise.all(groups.map((group) => group.close()));
  }

  #groups(topic: string): Iterable<ConsumerGroup> {
    return this.#byTopic.get(topic)?.values() ?? [];
  }
}
