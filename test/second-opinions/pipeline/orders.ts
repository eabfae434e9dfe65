import { crc32 } from 'node:zlib';
import { mskEvent } from '../../../infra/local/demo/event-builder.ts';
import { type Audit, payloadChecksum } from '../../../infra/local/mapping/audit.ts';
import { recordsOf } from '../../../infra/local/mapping/event-records.ts';
import type { KafkaEvent } from '../../../shared/kafka-event.ts';

const RECORDS = 25;
const START_MS = 1_772_442_900_000;

/** Records with JSON values, and the details that they become with the converter for it. @param audit told of both. */
export function announcedOrders(topic: string, audit: Audit): KafkaEvent {
  const records = Array.from({ length: RECORDS }, (_, offset) => ({
    topic,
    offset,
    timestamp: START_MS + offset,
    key: `ord-${offset}`,
    value: JSON.stringify({ total: offset + 0.25, city: 'Zürich' }),
  }));
  const event = mskEvent(records);
  for (const [index, record] of recordsOf(event).entries()) {
    const { offset, timestamp, key, value } = records[index] ?? {};
    const detail =
      `{"topic":"${topic}","partition":0,"offset":${offset},"timestamp":${timestamp},` +
      `"timestampType":"CreateTime","headers":[],"key":"${key}","value":${value}}`;
    const checksum = payloadChecksum(record.key ?? null, record.value ?? null);
    audit.produced(record, {
      kind: 'event',
      detailChecksum: crc32(detail),
      payloadChecksum: checksum,
    });
  }
  return event;
}
