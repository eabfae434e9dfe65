import { exactNumber, unscaledInteger } from '../connect-json/exact-number.ts';
import { nearestFloat } from '../connect-json/nearest-float.ts';
import { MAX_DECIMAL_CHARACTERS } from '../json/decimal-text.ts';
import type { HeaderValue, IntegerKind } from './header-value.ts';

const MAX_INT64_DIGITS = 19;

const INTEGER_BITS: readonly (readonly [IntegerKind, number])[] = [
  ['int8', 8],
  ['int16', 16],
  ['int32', 32],
  ['int64', 64],
];

/**
 * The number that a text stands for: an integer if it is whole and fits 64 bits (`100.0` and `1e10` do), else a 32-bit
 * float if it is not too large for one, else a 64-bit float. Digits alone, too many for 64 bits, are a decimal. Undefined
 * if it is no number, one beyond 64-bit floats or one of more than `MAX_DECIMAL_CHARACTERS`.
 */
export function numberOf(text: string): HeaderValue | undefined {
  const number = exactNumber(text);
  if (number === undefined) return undefined;
  const integer = unscaledInteger(number, 0, MAX_INT64_DIGITS);
  if (integer !== undefined) {
    const [kind] = INTEGER_BITS.find(([, bits]) => BigInt.asIntN(bits, integer) === integer) ?? [];
    if (kind !== undefined) return { kind, value: integer };
  }
  if (number.scale === 0) {
    const unscaled = unscaledInteger(number, 0, MAX_DECIMAL_CHARACTERS);
    return unscaled === undefined ? undefined : { kind: 'decimal', unscaled };
  }
  const float = nearestFloat(text);
  if (Number.isFinite(float)) return { kind: 'float32', value: float };
  const double = Number(text);
  return Number.isFinite(double) ? { kind: 'float64', value: double } : undefined;
}
