import type { KafkaRecord, RecordsBatch } from '@platformatic/kafka';
import type { KafkaEventHeader, KafkaEventRecord } from '../../shared/kafka-event.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Set in the attributes of a batch whose records have the time at which the broker took them. */
export const HAS_LOG_APPEND_TIME = 0b1000;

/**
 * A record in the form that Lambda gives it in an event.
 *
 * A key or value that Kafka does not have is left out, as AWS documents it for keys. The timestamps of a batch by the
 * broker's clock are all the batch's latest, as Kafka's own consumer has them.
 *
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export function eventRecord(
  { topic, partition }: TopicPartition,
  batch: RecordsBatch,
  record: KafkaRecord,
): KafkaEventRecord {
  const hasLogAppendTime = (batch.attributes & HAS_LOG_APPEND_TIME) !== 0;
  const timestamp = hasLogAppendTime ? batch.maxTimestamp : batch.firstTimestamp + record.timestampDelta;
  return {
    topic,
    partition,
    offset: Number(offsetOf(batch, record)),
    timestamp: Number(timestamp),
    timestampType: hasLogAppendTime ? 'LOG_APPEND_TIME' : 'CREATE_TIME',
    ...(record.key !== null && { key: record.key.toString('base64') }),
    ...(record.value !== null && { value: record.value.toString('base64') }),
    headers: record.headers.map(eventHeader),
  };
}

/** Records carry the distance from the first offset of their batch. */
export function offsetOf(batch: RecordsBatch, record: KafkaRecord): bigint {
  return batch.firstOffset + BigInt(record.offsetDelta);
}

function eventHeader([name, value]: readonly [Buffer | null, Buffer | null]): KafkaEventHeader {
  return { [name?.toString() ?? '']: value === null ? null : Array.from(new Int8Array(value)) };
}
