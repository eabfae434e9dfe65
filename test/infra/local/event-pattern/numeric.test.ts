import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonNumber } from '../../../../infra/local/event-pattern/json-number.ts';
import { meets } from './matching.ts';

describe('a number in the list of a field', () => {
  it.each([
    ['300', '300', true],
    ['300', '300.0', true],
    ['300', '3.0e2', true],
    ['3e2', '300', true],
    ['0', '-0.0', true],
    ['300', '301', false],
    ['300', '"300"', false],
    ['9007199254740993', '9007199254740993', true],
    ['9007199254740993', '9007199254740992', false],
    ['9007199254740992', '9007199254740993', false],
    ['9007199254740993', '9007199254740993.0', false],
    ['1e400', '1e400', true],
    ['1e400', '1e401', false],
    ['-9223372036854775808', '-9223372036854775808', true],
    ['-9223372036854775808', '-9223372036854775807', false],
  ])('%s against %s: %s', (condition, value, expected) => {
    expect(meets(`[${condition}]`, value)).toBe(expected);
  });
});

describe('numeric', () => {
  it.each([
    ['["=",301.8]', '301.8', true],
    ['["=",301.8]', '301.80', true],
    ['["=",301.8]', '301.81', false],
    ['[">",100]', '101', true],
    ['[">",100]', '100', false],
    ['[">=",100]', '100', true],
    ['["<",100]', '99.999999', true],
    ['["<",100]', '100', false],
    ['["<=",100]', '1e2', true],
    ['[">",0,"<=",5]', '5', true],
    ['[">",0,"<=",5]', '0', false],
    ['[">=",0,"<",5]', '0', true],
    ['[">=",0,"<",5]', '5', false],
    ['["<",-5]', '-6', true],
    ['[">",5e9]', '1e300', true],
    ['[">",100]', '"300"', false],
    ['[">",100]', 'null', false],
    ['[">",100]', 'true', false],
    ['[">",100]', '[1,200]', true],
    ['[">",0]', '9007199254740993', false],
  ])('%s against %s: %s', (range, value, expected) => {
    expect(meets(`[{"numeric":${range}}]`, value)).toBe(expected);
  });

  it('compares as JavaScript does, whichever doubles', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(double, double, (value, bound) => {
        const results = ['<', '<=', '=', '>=', '>'].map((operator) =>
          meets([{ numeric: [operator, bound] }], JSON.stringify(value)),
        );
        expect(results).toEqual([
          value < bound,
          value <= bound,
          value === bound,
          value >= bound,
          value > bound,
        ]);
      }),
    );
  });
});

describe('the text of a number', () => {
  it('has a double for every text JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
        expect(readJsonNumber(String(double)).double).toBe(Object.is(double, -0) ? 0 : double);
      }),
    );
  });

  it('has none when the double would be another number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (integer) => {
        const isSame = BigInt(Number(integer)) === integer;
        const { double } = readJsonNumber(String(integer));
        if (double !== undefined) expect(String(BigInt(double))).toBe(String(BigInt(Number(integer))));
        if (Math.abs(Number(integer)) < 2 ** 53) expect(double !== undefined).toBe(isSame);
      }),
    );
    expect(readJsonNumber('0.30000000000000004').double).toBe(0.30000000000000004);
    expect(readJsonNumber('0.300000000000000044').double).toBeUndefined();
    expect(readJsonNumber('1e-400').double).toBeUndefined();
    expect(readJsonNumber('0e999999999999').double).toBe(0);
  });
});
