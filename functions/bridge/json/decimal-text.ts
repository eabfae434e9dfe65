import { RecordError } from '../errors.ts';

/**
 * Longest text of a decimal: 1,000 characters.
 *
 * Jackson, which most consumers in Java read JSON with, takes no longer number. It is far beyond any column of a
 * database, and bounds the work: the digits of an unscaled value take quadratic time, and the scale, which may come from
 * the payload, stands for as many zeros.
 *
 * @see https://github.com/FasterXML/jackson-core/wiki/StreamReadConstraints
 */
export const MAX_DECIMAL_CHARACTERS = 1_000;

/** Bytes that an unscaled value with as many digits takes at most: `1000 · log2(10)` bits and one for the sign. */
const MAX_UNSCALED_BYTES = Math.ceil((MAX_DECIMAL_CHARACTERS * Math.log2(10) + 1) / 8);

/** Integers of up to 48 bits are exact as a number. */
const MAX_NUMBER_BYTES = 6;

/**
 * The decimal `unscaled · 10^-scale` as plain JSON number text, all digits and as many decimals as the scale says:
 * `-0.05`, `1.10`, `1200` for a scale of -2. `bytes[start, end)` is the unscaled value, in two's complement and
 * big-endian, as Avro, Connect and Java's `BigInteger` write it.
 *
 * @param scale an integer; negative ones stand for zeros at the end
 * @throws RecordError `PAYLOAD_INVALID` without bytes, `PAYLOAD_LIMIT` when the text is too long
 */
export function decimalText(bytes: Uint8Array, start: number, end: number, scale: number): string {
  const first = minimalStart(bytes, start, end);
  const length = end - first;
  if (length <= 0) throw new RecordError('PAYLOAD_INVALID', 'a decimal without bytes');
  if (length > MAX_UNSCALED_BYTES || Math.abs(scale) > MAX_DECIMAL_CHARACTERS) throw tooLong();
  const unscaled =
    length <= MAX_NUMBER_BYTES ? smallInteger(bytes, first, end) : bigInteger(bytes, first, end);
  const text = scale === 0 ? String(unscaled) : scaledText(unscaled, scale);
  if (text.length > MAX_DECIMAL_CHARACTERS) throw tooLong();
  return text;
}

/** Where the two's complement number `bytes[start, end)` starts without the bytes that only repeat its sign. */
export function minimalStart(bytes: Uint8Array, start: number, end: number): number {
  let first = start;
  while (first + 1 < end && (bytes[first] === 0 || bytes[first] === 0xff)) {
    const isNegative = bytes[first] === 0xff;
    if ((bytes[first + 1] ?? 0) >= 0x80 !== isNegative) break;
    first += 1;
  }
  return first;
}

function smallInteger(bytes: Uint8Array, start: number, end: number): number {
  let value = ((bytes[start] ?? 0) << 24) >> 24;
  for (let index = start + 1; index < end; index += 1) value = value * 0x100 + (bytes[index] ?? 0);
  return value;
}

function bigInteger(bytes: Uint8Array, start: number, end: number): bigint {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  return BigInt.asIntN(8 * view.length, BigInt(`0x${view.toString('hex')}`));
}

function scaledText(unscaled: number | bigint, scale: number): string {
  if (scale < 0) return unscaled === 0 ? '0' : `${unscaled}${'0'.repeat(-scale)}`;
  const sign = unscaled < 0 ? '-' : '';
  const digits = String(unscaled < 0 ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function tooLong(): RecordError {
  return new RecordError('PAYLOAD_LIMIT', `a decimal of more than ${MAX_DECIMAL_CHARACTERS} characters`);
}
