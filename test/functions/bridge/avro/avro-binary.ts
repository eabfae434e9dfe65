/** A long in Avro binary: zig-zag, then groups of seven bits, lowest first. */
export function long(value: bigint | number): Buffer {
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  const bytes: number[] = [];
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

/** A string in Avro binary. */
export function string(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([long(bytes.length), bytes]);
}

export function binary(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts);
}
