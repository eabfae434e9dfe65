import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAbove } from '../../../functions/demo-analyzer/total.ts';

describe('a total', () => {
  it.each([
    ['195.01', true],
    ['200.01', true],
    ['195.000000000000000000000001', true],
    ['196', true],
    ['0195.01', true],
    ['195.00', false],
    ['195', false],
    ['194.999999999999999999999999', false],
    ['100.01', false],
    ['-196.00', false],
    ['0', false],
  ])('of %s is above 195.00: %s', (total, expected) => {
    expect(isAbove(total, '195.00')).toBe(expected);
  });

  it.each(['', ' 196', '196,00', '1.96e2', 'NaN', '+196', '.5', '196.', '0x10', '1'.repeat(31), '٢٠٠'])(
    'of "%s" is no price',
    (total) => {
      expect(isAbove(total, '195.00')).toBeUndefined();
    },
  );

  it('is compared digit by digit, whatever the decimals', () => {
    const decimal = fc.record({
      units: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      zeros: fc.nat(9),
    });
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        const text = ({ units, zeros }: typeof left) =>
          `${units}${zeros === 0 ? '' : `.${'0'.repeat(zeros)}`}`;
        expect(isAbove(text(left), text(right))).toBe(left.units > right.units);
      }),
    );
  });

  it('needs a threshold that is a number', () => {
    expect(() => isAbove('1', 'many')).toThrow('The threshold "many" is not a plain decimal number.');
  });
});
