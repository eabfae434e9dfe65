/** Prices are short; longer digits are not a price, and cost time to compare. */
const PRICE = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/;

/**
 * Whether one decimal text is strictly above another. The digits are compared as they stand: a float would take
 * 195.0000000000000001 for 195.
 *
 * @returns undefined if the first text is not a plain decimal number.
 * @throws RangeError if the second is not.
 */
export function isAbove(total: string, threshold: string): boolean | undefined {
  const limit = parse(threshold);
  if (limit === undefined)
    throw new RangeError(`The threshold "${threshold}" is not a plain decimal number.`);
  const price = parse(total);
  if (price === undefined) return undefined;
  const decimals = Math.max(price.decimals, limit.decimals);
  return scaled(price, decimals) > scaled(limit, decimals);
}

interface Decimal {
  /** The number without its point. */
  readonly digits: bigint;
  readonly decimals: number;
}

function parse(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = ''] = PRICE.exec(text) ?? [];
  if (sign === undefined) return undefined;
  return { digits: BigInt(`${sign}${whole}${fraction}`), decimals: fraction.length };
}

function scaled({ digits, decimals }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - decimals);
}
