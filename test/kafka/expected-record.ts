import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import type { PlacedRecord } from './record-writer.ts';

/** What Lambda's event would hold of a record that was written, by the rules of its documentation. */
export function expectedRecord(
  { topic, partition, offset, timestamp, key, value, headers = [] }: PlacedRecord,
  timestampType = 'CREATE_TIME',
): KafkaEventRecord {
  return {
    topic,
    partition,
    offset,
    timestamp,
    timestampType,
    ...(key != null && { key }),
    ...(value !== null && { value }),
    headers: headers.map(([name, bytes]) => ({ [name]: bytes === null ? null : signedBytes(bytes) })),
  };
}

function signedBytes(base64: string): number[] {
  return Array.from(Buffer.from(base64, 'base64'), (byte) => (byte > 127 ? byte - 256 : byte));
}
