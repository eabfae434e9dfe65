import { count } from './counted.ts';

/**
 * Reads an option that is a whole number.
 *
 * @throws Error with a sentence for the person who typed it.
 */
export function wholeNumber(
  option: string,
  text: string | undefined,
  byDefault: number,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  if (text === undefined) return byDefault;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Error(`${option} is "${text}". Give a whole number from ${count(min)} to ${count(max)}.`);
}
