import type { KafkaEventHeader } from '../../../shared/kafka-event.ts';
import type { TopicDecoder } from '../decode.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { KafkaRecord } from '../read.ts';
import type { BatchSchemas } from '../resolve.ts';

/** Kafka's spelling in a Lambda event, and the connector's in an event. */
const TIMESTAMP_TYPES: ReadonlyMap<string, string> = new Map([
  ['CREATE_TIME', 'CreateTime'],
  ['LOG_APPEND_TIME', 'LogAppendTime'],
  ['NO_TIMESTAMP_TYPE', 'NoTimestampType'],
]);
const NO_TIMESTAMP_TYPE = 'NoTimestampType';

const OFFSET = Buffer.from(',"offset":');
const TIMESTAMP = Buffer.from(',"timestamp":');
const TIMESTAMP_TYPE = Buffer.from(',"timestampType":');
const HEADERS = Buffer.from(',"headers":[');
const KEY = Buffer.from('],"key":');

/** How the metadata of all records of a topic begin. */
export function metadataStart(topic: string): string {
  return `{"topic":${JSON.stringify(topic)},"partition":`;
}

/**
 * Writes all of a record but its value: an object with topic, partition, offset, timestamp, timestampType, headers and key,
 * in this order, left open for what follows. Headers are objects of one member, in record order, duplicates kept.
 *
 * @param start what {@link metadataStart} gives, and whatever stands before it.
 */
export function writeMetadata(
  record: KafkaRecord,
  start: Buffer,
  decoder: TopicDecoder,
  schemas: BatchSchemas,
  out: JsonWriter,
): void {
  out.raw(start);
  out.integer(record.partition);
  out.raw(OFFSET);
  out.integer(record.offset);
  out.raw(TIMESTAMP);
  if (record.timestamp === null) out.null();
  else out.integer(record.timestamp);
  out.raw(TIMESTAMP_TYPE);
  out.string(timestampType(record.timestampType));
  out.raw(HEADERS);
  writeHeaders(record.headers, decoder, out);
  out.raw(KEY);
  decoder.key.write(record, schemas, out);
}

/** Lambda gives each header an object of its own. One with several members becomes several. */
function writeHeaders(headers: readonly KafkaEventHeader[], decoder: TopicDecoder, out: JsonWriter): void {
  let isFirst = true;
  for (const header of headers) {
    for (const [name, bytes] of Object.entries(header)) {
      out.ascii(isFirst ? '{' : ',{');
      out.string(name);
      out.ascii(':');
      // Lambda sends signed bytes; Buffer.from masks them to unsigned ones.
      decoder.header(bytes === null ? null : Buffer.from(bytes), out);
      out.ascii('}');
      isFirst = false;
    }
  }
}

function timestampType(kafkaName: string | null): string {
  return kafkaName === null ? NO_TIMESTAMP_TYPE : (TIMESTAMP_TYPES.get(kafkaName) ?? kafkaName);
}
