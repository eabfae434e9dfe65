import { ZERO } from './json-characters.ts';

/** The digits of 00 to 99, so that one division yields two digits. */
const PAIRS = Uint8Array.from({ length: 200 }, (_, index) => {
  const pair = index >> 1;
  return ZERO + (index & 1 ? pair % 10 : Math.floor(pair / 10));
});

/** What fits the integer arithmetic of the processor: 9 digits are below 2^31. */
const NINE_DIGITS = 1e9;

function countDigits(value: number): number {
  if (value < 1e5) {
    if (value < 1e2) return value < 10 ? 1 : 2;
    if (value < 1e3) return 3;
    return value < 1e4 ? 4 : 5;
  }
  if (value < 1e7) return value < 1e6 ? 6 : 7;
  if (value < 1e8) return 8;
  return value < NINE_DIGITS ? 9 : 10;
}

/** Writes exactly `count` digits of `value` (below 2^31), with leading zeros, and returns the position behind them. */
export function writePaddedDigits(target: Uint8Array, at: number, value: number, count: number): number {
  const end = at + count;
  let rest = value | 0;
  let position = end;
  while (position - at > 1) {
    const quotient = (rest / 100) | 0;
    const pair = (rest - quotient * 100) << 1;
    position -= 2;
    target[position] = PAIRS[pair] ?? ZERO;
    target[position + 1] = PAIRS[pair + 1] ?? ZERO;
    rest = quotient;
  }
  if (position > at) target[at] = ZERO + rest;
  return end;
}

/** Writes the decimal digits of an integer from 0 to 2^53 and returns the position behind them. */
export function writeDigits(target: Uint8Array, at: number, value: number): number {
  if (value < NINE_DIGITS) {
    if (value < 10) {
      target[at] = ZERO + value;
      return at + 1;
    }
    return writePaddedDigits(target, at, value, countDigits(value));
  }
  const high = Math.floor(value / NINE_DIGITS);
  const position = writeDigits(target, at, high);
  return writePaddedDigits(target, position, value - high * NINE_DIGITS, 9);
}

/**
 * Writes the digits of the unsigned 64-bit integer `high * 2^32 + low` without a BigInt.
 *
 * 2^32 = 4294 * 10^6 + 967296, and with `high` up to 2^31 neither part leaves the exact integers of a double.
 */
export function writeDigits64(target: Uint8Array, at: number, high: number, low: number): number {
  const tail = high * 967_296 + low;
  const carry = Math.floor(tail / 1e6);
  const millions = high * 4294 + carry;
  if (millions === 0) return writeDigits(target, at, tail);
  return writePaddedDigits(target, writeDigits(target, at, millions), tail - carry * 1e6, 6);
}
