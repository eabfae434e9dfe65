import { CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from '../json/json-characters.ts';
import { skipString } from '../json/json-token.ts';

/** 1 for the bytes that tell where a value ends. */
const IS_STRUCTURE = Uint8Array.from({ length: 256 }, (_, byte) =>
  [QUOTE, COMMA, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT].includes(byte) ? 1 : 0,
);

/**
 * The position behind the value that begins at `at`, where a comma or the end of its container stands.
 *
 * @param json text as the decoders write it: valid and without blanks between the tokens.
 * @param end what is looked at ends here, should the value not.
 */
export function valueEnd(json: Uint8Array, at: number, end: number): number {
  let depth = 0;
  let position = at;
  while (position < end) {
    const byte = json[position] ?? 0;
    if (IS_STRUCTURE[byte] !== 1) {
      position += 1;
    } else if (byte === QUOTE) {
      position = stringEnd(json, position, end);
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      position += 1;
    } else {
      if (depth === 0) return position;
      if (byte !== COMMA) depth -= 1;
      position += 1;
    }
  }
  return end;
}

/** The position behind a string; the end of the text, should it be none after all. */
export function stringEnd(json: Uint8Array, at: number, end: number): number {
  const next = skipString(json, at, end);
  return next < 0 ? end : next;
}
