import { BACKSLASH, QUOTE } from './json-characters.ts';

export const FIRST_PRINTABLE = 0x20;

/** 1 for every byte that stands for itself inside a JSON string and is a whole character: printable ASCII. */
export const PLAIN_ASCII = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= FIRST_PRINTABLE && byte < 0x80 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

/**
 * True if all four bytes of a word are plain ASCII. Each subtraction borrows into the top bit of a byte that is below the
 * subtrahend: a control character, or a quote or backslash that the exclusive or has turned to zero.
 */
export function isPlainAscii(word: number): boolean {
  const quotes = word ^ 0x22222222;
  const backslashes = word ^ 0x5c5c5c5c;
  const marks = (word - 0x20202020) | (quotes - 0x01010101) | (backslashes - 0x01010101) | word;
  return (marks & 0x80808080) === 0;
}

/** 1 for every byte that may stand unescaped inside the quotes of a JSON text, parts of UTF-8 sequences included. */
export const UNESCAPED = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= FIRST_PRINTABLE && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

/** True if a word may hold a control character, and surely when it does. */
export function hasControl(word: number): boolean {
  return ((word - 0x20202020) & ~word & 0x80808080) !== 0;
}

/** True if all four bytes of a word may stand unescaped, as in `isPlainAscii`, parts of UTF-8 sequences included. */
export function isUnescaped(word: number): boolean {
  const quotes = word ^ 0x22222222;
  const backslashes = word ^ 0x5c5c5c5c;
  const marks =
    ((word - 0x20202020) & ~word) |
    ((quotes - 0x01010101) & ~quotes) |
    ((backslashes - 0x01010101) & ~backslashes);
  return (marks & 0x80808080) === 0;
}

/** How each byte but the control characters stands in a JSON string, as two bytes in little-endian order. */
export const ESCAPED_PAIR = Uint16Array.from({ length: 256 }, (_, byte) =>
  UNESCAPED[byte] === 1 ? byte : BACKSLASH | (byte << 8),
);

/** How many of the two bytes count. */
export const ESCAPED_LENGTH = Uint8Array.from({ length: 256 }, (_, byte) => (UNESCAPED[byte] === 1 ? 1 : 2));

const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x08, '\\b'],
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0c, '\\f'],
  [0x0d, '\\r'],
  [QUOTE, '\\"'],
  [BACKSLASH, '\\\\'],
]);

function escapeText(code: number): string {
  return SHORT_ESCAPES.get(code) ?? `\\u00${code.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The escape of a control character as JavaScript writes it, with lower-case hex digits. */
export function escapedControl(code: number): string {
  return SHORT_ESCAPES.get(code) ?? `\\u00${code.toString(16).padStart(2, '0')}`;
}

/**
 * The escape of each ASCII character that needs one. The hex digits are upper case, as the reference connector's JSON
 * library writes them; everything else is left raw.
 */
const ESCAPES: readonly (Uint8Array | undefined)[] = Array.from({ length: 0x80 }, (_, code) =>
  PLAIN_ASCII[code] === 1 || code === 0x7f ? undefined : Buffer.from(escapeText(code), 'latin1'),
);

/** Writes the ASCII character `code` as it stands inside a JSON string and returns the position behind it. */
export function writeAsciiCharacter(target: Uint8Array, at: number, code: number): number {
  const sequence = ESCAPES[code];
  if (sequence === undefined) {
    target[at] = code;
    return at + 1;
  }
  target.set(sequence, at);
  return at + sequence.length;
}
