import { writeDigits } from './decimal-digits.ts';
import { isPlainNotation } from './java-number.ts';
import { MINUS, ZERO } from './json-characters.ts';

const POINT = 0x2e;

/** Decimals tried: amounts of money first, then whatever has up to six. */
const CENTI_DECIMALS = 2;
const CENTI = 1e2;
const MICRO_DECIMALS = 6;
const MICRO = 1e6;

/**
 * Writes a double that has at most six decimals, as amounts and measurements do, without a string in between. Returns the
 * position behind it, or `at` if it is no such number or not in Java's plain notation.
 *
 * Decimals of at most 15 digits read back as themselves, so the one that matches the double is its shortest text.
 */
export function writePlainDecimal(target: Uint8Array, at: number, value: number): number {
  const magnitude = value < 0 ? -value : value;
  if (value === 0 || !isPlainNotation(magnitude)) return at;
  const isNegative = value < 0;
  const cents = Math.round(magnitude * CENTI);
  if (cents / CENTI === magnitude) return writeScaled(target, at, isNegative, cents, CENTI, CENTI_DECIMALS);
  const micros = Math.round(magnitude * MICRO);
  if (micros / MICRO === magnitude) return writeScaled(target, at, isNegative, micros, MICRO, MICRO_DECIMALS);
  return at;
}

/** Writes `digits / scale` without trailing zeros, but with at least one decimal. */
function writeScaled(
  target: Uint8Array,
  at: number,
  isNegative: boolean,
  digits: number,
  scale: number,
  decimals: number,
): number {
  let position = at;
  if (isNegative) {
    target[position] = MINUS;
    position += 1;
  }
  const whole = Math.floor(digits / scale);
  position = writeDigits(target, position, whole);
  target[position] = POINT;
  position += 1;

  let fraction = (digits - whole * scale) | 0;
  let count = decimals;
  while (count > 1 && fraction % 10 === 0) {
    fraction = (fraction / 10) | 0;
    count -= 1;
  }
  const end = position + count;
  for (let index = end - 1; index >= position; index -= 1) {
    const quotient = (fraction / 10) | 0;
    target[index] = ZERO + fraction - quotient * 10;
    fraction = quotient;
  }
  return end;
}
