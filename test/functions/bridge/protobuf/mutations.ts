import fc from 'fast-check';

/** One change to some bytes. */
export interface Change {
  readonly kind: 'replace' | 'insert' | 'remove' | 'flip' | 'cut';
  /** Position, modulo the length. */
  readonly at: number;
  readonly byte: number;
}

/** A few changes, mostly small ones. */
export const anyChanges: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<Change['kind'][]>('replace', 'insert', 'remove', 'flip', 'cut'),
    at: fc.nat(),
    byte: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)),
  }),
  { minLength: 1, maxLength: 3 },
);

export function changed(bytes: Buffer, changes: readonly Change[]): Buffer {
  return changes.reduce(change, bytes);
}

function change(bytes: Buffer, { kind, at, byte }: Change): Buffer {
  if (bytes.length === 0) return kind === 'insert' ? Buffer.from([byte]) : bytes;
  const index = at % bytes.length;
  const before = bytes.subarray(0, index);
  const from = bytes[index] ?? 0;
  switch (kind) {
    case 'replace':
      return Buffer.concat([before, Buffer.from([byte]), bytes.subarray(index + 1)]);
    case 'insert':
      return Buffer.concat([before, Buffer.from([byte]), bytes.subarray(index)]);
    case 'remove':
      return Buffer.concat([before, bytes.subarray(index + 1)]);
    case 'flip':
      return Buffer.concat([before, Buffer.from([from ^ (1 << (byte & 7))]), bytes.subarray(index + 1)]);
    case 'cut':
      return Buffer.from(before);
  }
}
