/** Pieces of a message, as hex or ready bytes. */
export type Part = Buffer | string;

export function binary(...parts: readonly Part[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)));
}

/** Groups of seven bits, lowest first; negative numbers as 64-bit two's complement. */
export function varint(value: bigint | number): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

function tag(number: number, wireType: number): Buffer {
  return varint((BigInt(number) << 3n) | BigInt(wireType));
}

/** A field of the wire type VARINT. */
export function varintField(number: number, value: bigint | number): Buffer {
  return binary(tag(number, 0), varint(value));
}

/** A field of the wire type I64; `contents` are its eight bytes. */
export function i64Field(number: number, contents: Part): Buffer {
  return binary(tag(number, 1), contents);
}

/** A field of the wire type LEN. */
export function lenField(number: number, ...contents: readonly Part[]): Buffer {
  const bytes = binary(...contents);
  return binary(tag(number, 2), varint(bytes.length), bytes);
}

/** A string field. */
export function stringField(number: number, text: string): Buffer {
  return lenField(number, Buffer.from(text));
}

/** A group with its start and end tag. */
export function groupField(number: number, ...contents: readonly Part[]): Buffer {
  return binary(tag(number, 3), ...contents, tag(number, 4));
}

/** A field of the wire type I32; `contents` are its four bytes. */
export function i32Field(number: number, contents: Part): Buffer {
  return binary(tag(number, 5), contents);
}
