import type { CompactJson } from './compact-json.ts';
import type { RenderValue } from './connect-type.ts';
import { invalid } from './invalid.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const CHARACTERS_PER_GROUP = 4;

/** Bytes as padded base64, which they are in the document, too. */
export const renderBytes: RenderValue = (json, at, out) => {
  const end = json.end(at);
  const bytes = base64At(json, at, end, 'bytes');
  out.base64String(bytes, 0, bytes.length);
  return end;
};

/**
 * The bytes behind the base64 in the JSON string at `[at, end)`. Blanks and line breaks are skipped.
 *
 * @throws RecordError `PAYLOAD_INVALID` when it is no string or no padded base64
 */
export function base64At(json: CompactJson, at: number, end: number, name: string): Buffer {
  if (!json.isString(at)) throw invalid(`expected ${name}`);
  const text = json.string(at, end);
  const base64 = isBase64(text) ? text : text.replace(/\s/g, '');
  if (!isBase64(base64)) throw invalid(`expected ${name} in padded base64`);
  return Buffer.from(base64, 'base64');
}

function isBase64(text: string): boolean {
  return text.length % CHARACTERS_PER_GROUP === 0 && BASE64.test(text);
}
