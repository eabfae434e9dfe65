import { writeJsonDocument } from '../json/json-document.ts';
import type { JsonWriter } from '../json/json-writer.ts';

/** Like `org.apache.kafka.connect.json.JsonConverter` with `schemas.enable=false`: the document itself, compact. */
export function convertJson(source: Buffer, out: JsonWriter): void {
  writeJsonDocument(source, 0, source.length, out);
}
