import type { KafkaRecord } from './read.ts';

/** What keeps its order: all records of a partition, or those of a key. */
export type Order = 'partition' | 'key';

/** A record and its position in the batch. */
export interface LaneRecord {
  readonly record: KafkaRecord;
  readonly index: number;
}

/** Records that have to be sent one after another. */
export type Lane = readonly LaneRecord[];

/**
 * Sorts the records of a batch into lanes, each in the order of the batch.
 *
 * By key, a record without one has no order: it gets a lane of its own. An empty key is a key, as it is for Kafka. Equal
 * keys of two partitions are two lanes: they meet only when partitions were added to the topic.
 */
export function lanesOf(records: readonly KafkaRecord[], order: Order): Lane[] {
  const lanes = new Map<string | number, LaneRecord[]>();
  for (const [index, record] of records.entries()) {
    const name = order === 'partition' ? record.topicPartition : keyLane(record, index);
    const lane = lanes.get(name);
    if (lane === undefined) lanes.set(name, [{ record, index }]);
    else lane.push({ record, index });
  }
  return [...lanes.values()];
}

function keyLane({ topicPartition, key }: KafkaRecord, index: number): string | number {
  return key === null ? index : `${topicPartition} ${key.toString('latin1')}`;
}
