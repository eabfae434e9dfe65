import { isUtf8 } from 'node:buffer';
import { RecordError } from '../errors.ts';
import { IS_BLANK } from '../json/json-characters.ts';
import { isBlankDocument, writeJsonDocument } from '../json/json-document.ts';
import type { JsonWriter } from '../json/json-writer.ts';

/** Bytes that text does not hold: controls but tab, line feed and carriage return. */
const IS_CONTROL = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte < 0x20 && IS_BLANK[byte] !== 1) || byte === 0x7f ? 1 : 0,
);

/**
 * Bytes without a schema: a JSON document as it is, other text as a JSON string, anything else as base64. Nothing gets lost
 * either way; what a rule sees depends on the bytes of each record.
 *
 * @throws RecordError PAYLOAD_LIMIT for a JSON document that is nested too deeply
 */
export function convertAuto(source: Buffer, out: JsonWriter): void {
  // To the JSON converter no bytes and blanks are null; here they are text, and null is a record without a value.
  if (isBlankDocument(source)) {
    out.utf8String(source, 0, source.length);
    return;
  }
  const start = out.length;
  try {
    writeJsonDocument(source, 0, source.length, out);
    return;
  } catch (error) {
    if (!(error instanceof RecordError) || error.code !== 'PAYLOAD_INVALID') throw error;
    out.truncate(start);
  }
  if (isText(source)) out.utf8String(source, 0, source.length);
  else out.base64String(source, 0, source.length);
}

function isText(source: Buffer): boolean {
  return isUtf8(source) && source.every((byte) => IS_CONTROL[byte] !== 1);
}
