import avro from 'avsc';
import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { ORDER_DEFINITION } from '../workloads/order.ts';

/** What a user of EventBridge would write in a handler: avsc or `JSON.parse`, then `JSON.stringify` of the envelope. */

/** Magic, compression and schema version id. */
const FRAME_BYTES = 18;

const ORDER = avro.Type.forSchema(JSON.parse(ORDER_DEFINITION));

export type DecodeValue = (value: Buffer) => unknown;

export const PLAIN_DECODERS = {
  avro: (value) => ORDER.fromBuffer(value.subarray(FRAME_BYTES)),
  json: (value) => JSON.parse(value.toString()),
} as const satisfies Readonly<Record<string, DecodeValue>>;

/** An entry of PutEvents. */
export interface PlainEntry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

export function plainEntry(record: KafkaEventRecord, decode: DecodeValue, eventBusName: string): PlainEntry {
  const { topic, partition, offset, timestamp, timestampType, headers, key, value } = record;
  return {
    EventBusName: eventBusName,
    Source: 'kafka-connect.bench',
    DetailType: `kafka-connect-${topic}`,
    Detail: JSON.stringify({
      topic,
      partition,
      offset,
      timestamp,
      timestampType,
      headers,
      key: typeof key === 'string' ? Buffer.from(key, 'base64').toString() : null,
      value: typeof value === 'string' ? decode(Buffer.from(value, 'base64')) : null,
    }),
  };
}

const ENTRIES_PER_REQUEST = 10;

/** Every record in one request, ten by ten, one request after the other. */
export async function sendInTens(
  event: KafkaEvent,
  toEntry: (record: KafkaEventRecord) => PlainEntry,
  send: (entries: PlainEntry[]) => Promise<unknown>,
): Promise<void> {
  let entries: PlainEntry[] = [];
  for (const records of Object.values(event.records)) {
    for (const record of records) {
      entries.push(toEntry(record));
      if (entries.length < ENTRIES_PER_REQUEST) continue;
      await send(entries);
      entries = [];
    }
  }
  if (entries.length > 0) await send(entries);
}
