import type { CompactJson } from './compact-json.ts';
import type { RenderValue } from './connect-type.ts';
import { unscaledInteger } from './exact-number.ts';
import { invalid } from './invalid.ts';
import { isNumber, numberAt, shortInteger } from './number-token.ts';

const INTEGER_BITS = { int8: 8, int16: 16, int32: 32, int64: 64 };
export type IntegerName = keyof typeof INTEGER_BITS;

const MAX_INT64_DIGITS = 19;

/** Connect takes the last millisecond of a day and one more. */
const MAX_TIME_MS = 86_400_000;

/**
 * An integer with all its digits. `1.0` and `1e2` are integers, too. Connect cuts off decimals and wraps around what is out
 * of range; here both are errors.
 */
export function compileInteger(name: IntegerName): RenderValue {
  const bits = INTEGER_BITS[name];
  const limit = 2 ** (bits - 1);
  return (json, at, out) => {
    const end = integerEnd(json, at, name);
    const value = shortInteger(json, at, end);
    if (value !== undefined && value >= -limit && value < limit) {
      out.integer(value);
      return end;
    }
    const integer = unscaledInteger(numberAt(json, at, end), 0, MAX_INT64_DIGITS);
    if (integer === undefined || BigInt.asIntN(bits, integer) !== integer) throw invalid(`expected ${name}`);
    out.bigint(integer);
    return end;
  };
}

/** Connect's time of day: milliseconds, in an int32. */
export const renderTime: RenderValue = (json, at, out) => {
  const end = integerEnd(json, at, 'int32');
  const time = shortInteger(json, at, end);
  if (time === undefined || time < 0 || time > MAX_TIME_MS) {
    throw invalid(`expected a time of day from 0 to ${MAX_TIME_MS} ms`);
  }
  out.integer(time);
  return end;
};

function integerEnd(json: CompactJson, at: number, name: IntegerName): number {
  if (!isNumber(json, at)) throw invalid(`expected ${name}`);
  return json.end(at);
}
