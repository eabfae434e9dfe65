import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestFloat } from '../../../../functions/bridge/connect-json/nearest-float.ts';
import { floatFromBits } from '../json/exact-float.ts';

/** Bits of the largest float. */
const MAX_FLOAT_BITS = 0x7f7fffff;

/** A double with all its decimals: `toFixed` shows up to 100 of them, and the ones used here have fewer than that. */
function allDigits(value: number): string {
  return value.toFixed(100).replace(/0+$/, '');
}

describe('the nearest float', () => {
  it.each([
    ['0', 0],
    ['-0.0', -0],
    ['1.1', Math.fround(1.1)],
    ['-16777217', -16777216],
    ['16777219', 16777220],
    ['1.000000059604644775390625', 1],
    ['1.00000005960464477539062500000000000000000001', 1 + 2 ** -23],
    ['1.00000005960464477539062499999999999999999999', 1],
    ['1.000000178813934326171875', 1 + 2 ** -22],
    ['1.00000017881393432617187499999999999999999999', 1 + 2 ** -23],
    ['-1.00000005960464477539062500000000000000000001', -1 - 2 ** -23],
    ['3.4028235677973366163753939545814e38', (2 - 2 ** -23) * 2 ** 127],
    ['3.4028235677973366163753939545815e38', Number.POSITIVE_INFINITY],
    ['7.006492321624085e-46', 0],
    [
      '7.00649232162408535461864791644958065640130970938257885878534141944895541342930300743319094181060791015626e-46',
      2 ** -149,
    ],
    ['1e400', Number.POSITIVE_INFINITY],
    ['-1e400', Number.NEGATIVE_INFINITY],
    ['1e-400', 0],
  ])('of %s is %d', (text, expected) => {
    expect(nearestFloat(text)).toBe(expected);
  });

  it('changes half way between two floats, to the last digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0x38000000, max: 0x4b000000 }), (bits) => {
        const lower = floatFromBits(bits);
        const upper = floatFromBits(bits + 1);
        const middle = allDigits((lower + upper) / 2);
        const even = bits % 2 === 0 ? lower : upper;
        expect(nearestFloat(middle)).toBe(even);
        expect(nearestFloat(`${middle}${'0'.repeat(50)}1`)).toBe(upper);
        expect(nearestFloat(`${middle.slice(0, -1)}${Number(middle.at(-1)) - 1}${'9'.repeat(50)}`)).toBe(
          lower,
        );
      }),
    );
  });

  it('of a float is itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_FLOAT_BITS }), (bits) => {
        const value = floatFromBits(bits);
        expect(nearestFloat(String(value))).toBe(value);
        expect(nearestFloat(String(-value))).toBe(-value);
      }),
    );
  });
});
