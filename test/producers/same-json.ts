import { isDeepStrictEqual } from 'node:util';

/**
 * Whether two JSON texts say the same, whatever the order of members and of the pairs of a map. Integers are compared by
 * their digits. Numbers with a fraction or an exponent are by their value: Java before version 19 writes more digits of some
 * than it needs.
 *
 * @see https://bugs.openjdk.org/browse/JDK-4511638
 */
export function isSameJson(a: string, b: string): boolean {
  return isDeepStrictEqual(comparable(a), comparable(b));
}

function comparable(json: string): unknown {
  try {
    return JSON.parse(json, (_member: string, value: unknown, context?: { readonly source?: string }) => {
      if (typeof value === 'number') return comparableNumber(value, context?.source ?? '');
      return isMap(value) ? value.toSorted(byKey) : value;
    });
  } catch {
    // An error of the bridge instead of a value.
    return { text: json };
  }
}

/** Nobody writes more digits of a 32-bit float, and few doubles have so few. */
const MAX_FLOAT_DIGITS = 9;

function comparableNumber(value: number, source: string): object {
  if (/^-?\d+$/.test(source)) return { integer: source };
  const digits = source
    .replace(/E.*/i, '')
    .replaceAll(/\D/g, '')
    .replace(/^0+|0+$/g, '');
  const float = Math.fround(value);
  const isFloat = digits.length <= MAX_FLOAT_DIGITS && float !== 0 && Number.isFinite(float);
  return { real: isFloat ? float : value };
}

/** Maps with keys that are no text are lists of pairs. */
function isMap(value: unknown): value is readonly (readonly [unknown, unknown])[] {
  return (
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((pair) => Array.isArray(pair) && pair.length === 2)
  );
}

function byKey([a]: readonly [unknown, unknown], [b]: readonly [unknown, unknown]): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
