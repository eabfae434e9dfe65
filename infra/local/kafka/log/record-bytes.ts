import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';

/** An object of a record with its numbers and short strings; measured, and rounded up. */
const OBJECT_BYTES = 256;

/** Each byte of a header is a number in a list. */
const HEADER_BYTE_BYTES = 8;

/** About how much memory a record takes. */
export function recordBytes({ key, value, headers }: KafkaEventRecord): number {
  let bytes = OBJECT_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const header of headers ?? []) {
    for (const [name, content] of Object.entries(header)) {
      bytes += OBJECT_BYTES + name.length + HEADER_BYTE_BYTES * (content?.length ?? 0);
    }
  }
  return bytes;
}
