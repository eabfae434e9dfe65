function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/**
 * Bytes of the well-formed UTF-8 sequence that starts at `at`: 1 to 4, or 0 when it is malformed or cut off at `end`.
 *
 * Overlong forms, surrogates and code points above U+10FFFF are malformed.
 *
 * @see https://www.unicode.org/versions/latest/core-spec/chapter-3/#G27506 table 3-7
 */
export function utf8SequenceLength(source: Uint8Array, at: number, end: number): number {
  const first = source[at] ?? 0xff;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + length > end) return 0;

  const second = source[at + 1] ?? 0;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  if (length > 2 && !isContinuation(source[at + 2])) return 0;
  if (length > 3 && !isContinuation(source[at + 3])) return 0;
  return length;
}
