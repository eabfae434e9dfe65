import { type ExactNumber, exactNumber } from './exact-number.ts';

/** Where 32-bit floats end and where infinity begins when they are rounded. */
const MAX_FLOAT = (2 - 2 ** -23) * 2 ** 127;
const FIRST_BEYOND_FLOATS = 2 ** 128;

const SIGNIFICAND_BITS = 52;
const SIGNIFICAND_MASK = (1n << BigInt(SIGNIFICAND_BITS)) - 1n;
/** What the exponent field of a double stands above the power of two of its last bit. */
const EXPONENT_OFFSET = 1075;

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/**
 * The 32-bit float nearest to the number that a text stands for, as `BigDecimal.floatValue` of Java; an infinity beyond the
 * largest.
 *
 * Rounding the nearest double once more goes wrong where that double lies half way between two floats and the number does
 * not: then the digits decide.
 */
export function nearestFloat(text: string): number {
  const value = Number(text);
  const magnitude = Math.abs(value);
  if (magnitude === 0 || magnitude === Number.POSITIVE_INFINITY) return value;
  const lower = Math.fround(neighbour(magnitude, -1n));
  const upper = Math.fround(neighbour(magnitude, 1n));
  const nearest = lower === upper ? lower : nearerOf(text, lower, upper);
  return value < 0 ? -nearest : nearest;
}

function neighbour(magnitude: number, step: bigint): number {
  double[0] = magnitude;
  bits[0] = (bits[0] ?? 0n) + step;
  return double[0] ?? 0;
}

function nearerOf(text: string, lower: number, upper: number): number {
  const middle = lower === MAX_FLOAT ? (MAX_FLOAT + FIRST_BEYOND_FLOATS) / 2 : (lower + upper) / 2;
  const number = exactNumber(text);
  const difference = number === undefined ? 0 : compareMagnitude(number, middle);
  if (difference === 0) return Math.fround(middle);
  return difference < 0 ? lower : upper;
}

/** Negative, zero or positive as the number without its sign is below, at or above a positive normal double. */
function compareMagnitude({ digits, scale }: ExactNumber, other: number): number {
  double[0] = other;
  const pattern = bits[0] ?? 0n;
  const exponent = Number(pattern >> BigInt(SIGNIFICAND_BITS)) - EXPONENT_OFFSET;
  const significand = (pattern & SIGNIFICAND_MASK) | (SIGNIFICAND_MASK + 1n);

  const left = BigInt(digits) * 10n ** BigInt(Math.max(-scale, 0)) * 2n ** BigInt(Math.max(-exponent, 0));
  const right = significand * 10n ** BigInt(Math.max(scale, 0)) * 2n ** BigInt(Math.max(exponent, 0));
  return left < right ? -1 : Number(left > right);
}
