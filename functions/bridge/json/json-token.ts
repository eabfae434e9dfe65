import { BACKSLASH, MINUS, QUOTE, ZERO } from './json-characters.ts';
import { UNESCAPED } from './json-escape.ts';

const PLUS = 0x2b;
const POINT = 0x2e;
const UPPER_E = 0x45;
const LOWER_E = 0x65;
const LOWER_U = 0x75;

const HEX_DIGITS_OF_ESCAPE = 4;

const IS_DIGIT = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x30 && byte <= 0x39 ? 1 : 0));
const IS_HEX_DIGIT = markCharacters('0123456789abcdefABCDEF');
const IS_SHORT_ESCAPE = markCharacters('"\\/bfnrt');

function markCharacters(characters: string): Uint8Array {
  const marks = new Uint8Array(256);
  for (const character of characters) marks[character.charCodeAt(0)] = 1;
  return marks;
}

/**
 * The position behind the JSON string that starts at `at` with its opening quote, or `-1 - p` with `p` the position where
 * it stops being one (`end` if it is cut off). UTF-8 is not checked here.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-7
 */
export function skipString(source: Uint8Array, at: number, end: number): number {
  let position = at + 1;
  while (position < end) {
    const byte = source[position] ?? 0;
    if (UNESCAPED[byte] === 1) {
      position += 1;
    } else if (byte === QUOTE) {
      return position + 1;
    } else if (byte === BACKSLASH) {
      const next = skipEscape(source, position, end);
      if (next < 0) return next;
      position = next;
    } else {
      return -1 - position;
    }
  }
  return -1 - end;
}

function skipEscape(source: Uint8Array, at: number, end: number): number {
  const kind = at + 1 < end ? (source[at + 1] ?? 0) : 0;
  if (IS_SHORT_ESCAPE[kind] === 1) return at + 2;
  if (kind !== LOWER_U) return -1 - Math.min(at + 1, end);
  for (let index = at + 2; index < at + 2 + HEX_DIGITS_OF_ESCAPE; index += 1) {
    if (index >= end || IS_HEX_DIGIT[source[index] ?? 0] !== 1) return -1 - Math.min(index, end);
  }
  return at + 2 + HEX_DIGITS_OF_ESCAPE;
}

/**
 * The position behind the JSON number that starts at `at`, or `-1 - p` with `p` the position where a digit is missing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-6
 */
export function skipNumber(source: Uint8Array, at: number, end: number): number {
  let position = source[at] === MINUS ? at + 1 : at;
  if (position < end && source[position] === ZERO) {
    position += 1;
  } else {
    position = skipDigits(source, position, end);
    if (position < 0) return position;
  }
  if (position < end && source[position] === POINT) {
    position = skipDigits(source, position + 1, end);
    if (position < 0) return position;
  }
  if (position < end && (source[position] === LOWER_E || source[position] === UPPER_E)) {
    position += 1;
    if (position < end && (source[position] === PLUS || source[position] === MINUS)) position += 1;
    position = skipDigits(source, position, end);
  }
  return position;
}

function skipDigits(source: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end && IS_DIGIT[source[position] ?? 0] === 1) position += 1;
  return position > at ? position : -1 - at;
}
