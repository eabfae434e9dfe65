import fc from 'fast-check';

/** Unscaled values around the sizes at which implementations change: bytes, what a double holds, 64 bits, and far more. */
export const anyUnscaled: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: -300n, max: 300n }),
  fc.bigInt({ min: -(2n ** 72n), max: 2n ** 72n }),
  fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }),
  fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom(-1n, 1n), fc.constantFrom(-1n, 0n, 1n))
    .map(([bytes, sign, offset]) => sign * 2n ** BigInt(8 * bytes - 1) + offset),
);

/** The shortest big-endian two's complement bytes of an integer, as Java's `BigInteger.toByteArray` gives. */
export function twosComplement(value: bigint): Buffer {
  let bits = 8;
  while (BigInt.asIntN(bits, value) !== value) bits += 8;
  return Buffer.from(
    BigInt.asUintN(bits, value)
      .toString(16)
      .padStart(bits / 4, '0'),
    'hex',
  );
}

/** `unscaled · 10^-scale` by whole-number arithmetic alone. */
export function exactDecimal(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const magnitude = unscaled < 0n ? -unscaled : unscaled;
  const one = 10n ** BigInt(scale);
  const fraction = String(magnitude % one).padStart(scale, '0');
  return `${unscaled < 0n ? '-' : ''}${magnitude / one}.${fraction}`;
}
