import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { javaDouble, javaFloat, shortestFloat } from '../../../../functions/bridge/json/java-number.ts';

const floats = new Float32Array(1);
const bits = new Int32Array(floats.buffer);

function floatFromBits(pattern: number): number {
  bits[0] = pattern;
  return floats[0] ?? 0;
}

/**
 * The shortest decimal of at least two digits within the rounding interval of a positive float, nearest to it, by exact
 * integer arithmetic. Slow and obvious.
 */
function exactShortestFloat(value: number): number {
  floats[0] = value;
  const pattern = bits[0] ?? 0;
  const exponentBits = pattern >>> 23;
  const fraction = pattern & 0x7fffff;
  const mantissa = BigInt(exponentBits === 0 ? fraction : fraction | 0x800000);
  const exponent = (exponentBits === 0 ? 1 : exponentBits) - 150 - 2;
  const middle = 4n * mantissa;
  const low = middle - (fraction === 0 && exponentBits > 1 ? 1n : 2n);
  const high = middle + 2n;
  const isClosed = mantissa % 2n === 0n;
  const magnitude = Math.floor(Math.log10(value));

  for (let digits = 2; ; digits += 1) {
    let best: { distance: bigint; scale: bigint; text: string; isEven: boolean } | undefined;
    for (const power of [magnitude - digits, magnitude - digits + 1, magnitude - digits + 2]) {
      const scale = 10n ** BigInt(Math.max(0, -power)) * 2n ** BigInt(Math.max(0, exponent));
      const unit = 10n ** BigInt(Math.max(0, power)) * 2n ** BigInt(Math.max(0, -exponent));
      const floor = (middle * scale) / unit;
      for (const candidate of [floor - 1n, floor, floor + 1n, floor + 2n]) {
        if (candidate <= 0n || String(candidate).length !== digits) continue;
        const position = candidate * unit;
        const isInside = isClosed
          ? position >= low * scale && position <= high * scale
          : position > low * scale && position < high * scale;
        if (!isInside) continue;
        const offset = position - middle * scale;
        const distance = offset < 0n ? -offset : offset;
        const isEven = candidate % 2n === 0n;
        const order = best === undefined ? -1n : distance * best.scale - best.distance * scale;
        if (order < 0n || (order === 0n && isEven))
          best = { distance, scale, text: `${candidate}e${power}`, isEven };
      }
    }
    if (best !== undefined) return Number(best.text);
  }
}

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
    expect(javaFloat(Math.fround(value))).toBe(text);
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
    const differing = new Set<number>();
    for (let exponent = 0; exponent < 255; exponent += 1) {
      for (const offset of [-1, 0, 1]) {
        const value = floatFromBits(Math.max(1, (exponent << 23) + offset));
        if (shortestFloat(value) !== exactShortestFloat(value)) differing.add(Math.log2(value));
      }
    }
    expect([...differing]).toEqual([-126, -96, 87, 90]);
  });
});
