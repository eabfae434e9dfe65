import type { JsonWriter } from '../json/json-writer.ts';

/** Like `org.apache.kafka.connect.storage.StringConverter`: always a JSON string, even if the text is JSON itself. */
export function convertString(source: Buffer, out: JsonWriter): void {
  out.utf8String(source, 0, source.length);
}
