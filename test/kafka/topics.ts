import type { Admin } from '@platformatic/kafka';
import type { OffsetRange } from '../../functions/redrive/document.ts';

export interface TopicOptions {
  /** @default 1 */
  readonly partitions?: number;
  /** Settings of the topic. https://kafka.apache.org/documentation/#topicconfigs */
  readonly configs?: Readonly<Record<string, string>>;
}

export async function createTopic(
  admin: Admin,
  topic: string,
  { partitions = 1, configs = {} }: TopicOptions = {},
): Promise<void> {
  await admin.createTopics({
    topics: [topic],
    partitions,
    replicas: 1,
    configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
  });
}

/** Offsets of partition 0. */
export function offsetRange(
  topic: string,
  first: number,
  last: number,
  also: Partial<OffsetRange> = {},
): OffsetRange {
  return {
    topic,
    partition: 0,
    firstOffset: BigInt(first),
    lastOffset: BigInt(last),
    firstTimestampMs: undefined,
    ...also,
  };
}
