import { MAX_DECIMAL_CHARACTERS } from '../json/decimal-text.ts';

/** The number `digits · 10^-scale`, with nothing rounded. */
export interface ExactNumber {
  readonly isNegative: boolean;
  /** Without leading zeros; empty for zero. */
  readonly digits: string;
  /** Decimals of the digits; negative ones stand for zeros at the end. */
  readonly scale: number;
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Java's `BigDecimal` keeps its scale in 32 bits, and takes no number beyond. */
const MAX_SCALE = 2 ** 31 - 1;

/**
 * Reads the text of a number as Java's `BigDecimal` does; every number of JSON is one. Undefined for anything else and for
 * more than `MAX_DECIMAL_CHARACTERS`, so that no work with the digits takes long.
 */
export function exactNumber(text: string): ExactNumber | undefined {
  if (text.length > MAX_DECIMAL_CHARACTERS) return undefined;
  const [matched, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (matched === undefined || (whole === '' && fraction === '')) return undefined;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > MAX_SCALE) return undefined;
  return { isNegative: sign === '-', digits: `${whole}${fraction}`.replace(/^0+/, ''), scale };
}

/** The integer `number · 10^scale`; undefined when it is none, or has more than `maxDigits` digits. */
export function unscaledInteger(
  { isNegative, digits, scale: ownScale }: ExactNumber,
  scale: number,
  maxDigits: number,
): bigint | undefined {
  if (digits === '') return 0n;
  const zeros = scale - ownScale;
  const length = digits.length + zeros;
  if (length <= 0 || length > maxDigits) return undefined;
  if (zeros < 0 && !isZero(digits.slice(length))) return undefined;
  const magnitude = BigInt(zeros < 0 ? digits.slice(0, length) : `${digits}${'0'.repeat(zeros)}`);
  return isNegative ? -magnitude : magnitude;
}

function isZero(digits: string): boolean {
  return /^0*$/.test(digits);
}
