import { minimalStart } from '../json/decimal-text.ts';

const BITS_PER_BYTE = 8;
const DIGITS_PER_BYTE = 2;

/** An integer as Java's `BigInteger.toByteArray`: two's complement, big-endian, in as few bytes as possible. */
export function twosComplement(value: bigint): Buffer {
  const digits = (value < 0n ? ~value : value).toString(16);
  // Half a byte or a whole one of these holds nothing but the sign.
  const length = Math.floor(digits.length / DIGITS_PER_BYTE) + 1;
  const unsigned = BigInt.asUintN(length * BITS_PER_BYTE, value).toString(16);
  const bytes = Buffer.from(unsigned.padStart(length * DIGITS_PER_BYTE, '0'), 'hex');
  return bytes.subarray(minimalStart(bytes, 0, bytes.length));
}
