import type { JsonWriter } from '../json/json-writer.ts';

/** Like `org.apache.kafka.connect.converters.ByteArrayConverter`: padded base64. */
export function convertBytes(source: Buffer, out: JsonWriter): void {
  out.base64String(source, 0, source.length);
}
