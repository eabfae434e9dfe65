import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { javaDouble, shortestFloat } from '../../../../functions/bridge/json/java-number.ts';
import { exactShortestFloat, floatFromBits, NOT_SHORTEST } from './exact-float.ts';

describe('the text of a double', () => {
  it.each([
    [1, '1.0'],
    [100, '100.0'],
    [0.001, '0.001'],
    [0.0009999, '9.999E-4'],
    [9_999_999, '9999999.0'],
    [1e7, '1.0E7'],
    [12_345_678, '1.2345678E7'],
    [-2.5, '-2.5'],
    [1e21, '1.0E21'],
    [1e-7, '1.0E-7'],
    [Number.MAX_VALUE, '1.7976931348623157E308'],
    [Number.MIN_VALUE, '4.9E-324'],
    [1e-323, '9.9E-324'],
    [2e23, '2.0E23'],
    [0, '0.0'],
    [-0, '-0.0'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('of %d is %s', (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });

  it('reads back as the same double, with the digits of JavaScript in the notation of Java', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = javaDouble(value);
        expect(Number(text)).toBe(value);
        const magnitude = Math.abs(value);
        const isPlain = magnitude === 0 || (magnitude >= 1e-3 && magnitude < 1e7);
        expect(text).toMatch(isPlain ? /^-?\d+\.\d+$/ : /^-?\d\.\d+E-?\d+$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the text of a float', () => {
  it.each([
    [1.1, '1.1'],
    [16_777_216, '1.6777216E7'],
    [33_554_432, '3.3554432E7'],
    [1e10, '1.0E10'],
    [1.4e-45, '1.4E-45'],
    [3.4028235e38, '3.4028235E38'],
    [0.33333334, '0.33333334'],
    [1048576.25, '1048576.2'],
    [2 ** -12, '2.4414062E-4'],
    [2 ** -126, '1.17549435E-38'],
    [-0, '-0.0'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ])('of %d is %s', (value, text) => {
    expect(javaDouble(shortestFloat(Math.fround(value)))).toBe(text);
  });

  it('has the shortest digits that read back as the same float', () => {
    const anyFloat = fc.integer({ min: 1, max: 0x7f7fffff }).map(floatFromBits);
    const everyday = fc
      .tuple(fc.integer({ min: 1, max: 10_000_000 }), fc.nat(6))
      .map(([digits, scale]) => Math.fround(digits / 10 ** scale));
    fc.assert(
      fc.property(fc.oneof(anyFloat, everyday), (value) => {
        expect(shortestFloat(value)).toBe(exactShortestFloat(value));
        expect(shortestFloat(-value)).toBe(-exactShortestFloat(value));
      }),
      { numRuns: 3000 },
    );
  });

  it('has them at every power of two and beside it, with the documented exceptions', () => {
    const differing: number[] = [];
    for (let exponent = 0; exponent < 255; exponent += 1) {
      for (const offset of [-1, 0, 1]) {
        const value = floatFromBits(Math.max(1, (exponent << 23) + offset));
        if (shortestFloat(value) !== exactShortestFloat(value)) differing.push(value);
      }
    }
    expect(differing).toEqual(NOT_SHORTEST);
  });
});
