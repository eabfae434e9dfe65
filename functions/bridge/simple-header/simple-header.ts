import type { JsonWriter } from '../json/json-writer.ts';
import { parseHeader } from './header-parser.ts';
import { writeHeaderValue } from './write-header-value.ts';

/**
 * A header beyond this is text: 1 MiB, as much as PutEvents takes. Lists and maps become objects in memory, many times the
 * size of their text.
 */
const MAX_PARSED_BYTES = 1024 * 1024;

const LAST_BLANK = 0x20;

/** What a value other than text can start with. */
const MAY_START_VALUE = Uint8Array.from({ length: 256 }, (_, byte) =>
  '0123456789+-[{tfn'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/**
 * Like `org.apache.kafka.connect.storage.SimpleHeaderConverter` with what the connector makes of its values: text that
 * looks like a number, a boolean, a date, a time, a list or a map becomes one, so `007` is 7. For rules and consumers that
 * rely on it; `string` passes headers on as they are.
 *
 * It differs where Connect loses a part of the text (`1,2` stays text) or fails the record (`null` is null, `{}` an empty
 * object).
 *
 * @see https://cwiki.apache.org/confluence/display/KAFKA/KIP-145+-+Expose+Record+Headers+in+Kafka+Connect
 */
export function convertSimpleHeader(source: Buffer, out: JsonWriter): void {
  const value = isText(source) ? undefined : parseHeader(source.toString('utf8'));
  if (value === undefined) out.utf8String(source, 0, source.length);
  else writeHeaderValue(value, out);
}

function isText(source: Buffer): boolean {
  if (source.length > MAX_PARSED_BYTES) return true;
  const first = source.find((byte) => byte > LAST_BLANK);
  return first === undefined || MAY_START_VALUE[first] !== 1;
}
