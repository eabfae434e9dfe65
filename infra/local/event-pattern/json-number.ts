/** A JSON number with the text it was written in. */
export interface JsonNumber {
  readonly text: string;
  /**
   * The double that stands for exactly this decimal, absent when there is none (`9007199254740993`, `1e400`).
   *
   * event-ruler compares numbers as doubles, and only those that survive the conversion; any other number is compared
   * by its text. A range or `anything-but` therefore does not see it.
   * https://github.com/aws/event-ruler (ComparableNumber)
   */
  readonly double?: number;
}

const NUMBER = /^-?(?<whole>\d+)(?:\.(?<fraction>\d+))?(?:[eE](?<exponent>[+-]?\d+))?$/;

/** Reads the text of a JSON number. `300`, `300.0` and `3.0e2` get the same double. */
export function readJsonNumber(text: string): JsonNumber {
  const double = Number(text);
  return Number.isFinite(double) && magnitude(text) === magnitude(String(double))
    ? { text, double }
    : { text };
}

/** Significant digits and power of ten, without the sign: equal for texts of equal absolute value. */
function magnitude(text: string): string {
  const { whole = '', fraction = '', exponent = '0' } = NUMBER.exec(text)?.groups ?? {};
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${significant}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length)}`;
}
