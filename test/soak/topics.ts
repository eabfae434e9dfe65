/** Topics with names that are easy to take apart wrongly, and enough partitions for the pollers. */
export const TOPICS = [
  { topic: 'orders', partitions: 6 },
  { topic: 'orders-1', partitions: 3 },
  { topic: 'payments.eu-west', partitions: 3 },
] as const;

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export const TOPIC_PARTITIONS: readonly TopicPartition[] = TOPICS.flatMap(({ topic, partitions }) =>
  Array.from({ length: partitions }, (_, partition) => ({ topic, partition })),
);
