import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { decimalText, MAX_DECIMAL_CHARACTERS } from '../../../../functions/bridge/json/decimal-text.ts';
import { anyUnscaled, exactDecimal, twosComplement } from './exact-decimal.ts';

function text(bytes: Uint8Array, scale: number): string {
  return decimalText(bytes, 0, bytes.length, scale);
}

function failure(bytes: Uint8Array, scale: number): RecordError {
  try {
    text(bytes, scale);
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
  throw new Error('expected a RecordError');
}

describe('decimalText', () => {
  it.each([
    ['00', 0, '0'],
    ['00', 2, '0.00'],
    ['00', -3, '0'],
    ['0000000000000000000000', -3, '0'],
    ['fb', 2, '-0.05'],
    ['ff', 0, '-1'],
    ['ff', -2, '-100'],
    ['6e', 2, '1.10'],
    ['6e', 0, '110'],
    ['6e', -1, '1100'],
    ['3039', 2, '123.45'],
    ['00003039', 2, '123.45'],
    ['3039', 5, '0.12345'],
    ['3039', 8, '0.00012345'],
    ['ffffcfc7', 2, '-123.45'],
    ['7fffffffffff', 0, '140737488355327'],
    ['800000000000', 0, '-140737488355328'],
    ['00800000000000', 3, '140737488355.328'],
    ['7fffffffffffffff', 4, '922337203685477.5807'],
    ['8000000000000000', 19, '-0.9223372036854775808'],
    ['00ffffffffffffffff', 0, '18446744073709551615'],
    ['ff0000000000000000', -1, '-184467440737095516160'],
  ])('reads %s with scale %d as %s', (hex, scale, expected) => {
    expect(text(Buffer.from(hex, 'hex'), scale)).toBe(expected);
  });

  it('reads any value with any scale, wherever it stands and however often its sign is repeated', () => {
    fc.assert(
      fc.property(
        anyUnscaled,
        fc.integer({ min: -100, max: 100 }),
        fc.nat(12),
        fc.uint8Array({ maxLength: 3 }),
        (unscaled, scale, padding, around) => {
          const value = Buffer.concat([
            Buffer.alloc(padding, unscaled < 0n ? 0xff : 0),
            twosComplement(unscaled),
          ]);
          const bytes = new Uint8Array(Buffer.concat([around, value, around]));
          expect(decimalText(bytes, around.length, around.length + value.length, scale)).toBe(
            exactDecimal(unscaled, scale),
          );
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('refuses a value without bytes', () => {
    expect(failure(new Uint8Array(0), 2)).toMatchObject({
      code: 'PAYLOAD_INVALID',
      message: 'a decimal without bytes',
    });
  });

  it(`writes ${MAX_DECIMAL_CHARACTERS} characters and not one more`, () => {
    const digits = (count: number) => twosComplement(10n ** BigInt(count) - 1n);
    const sign = twosComplement(-(10n ** BigInt(MAX_DECIMAL_CHARACTERS - 1)) + 1n);

    expect(text(digits(MAX_DECIMAL_CHARACTERS), 0)).toBe('9'.repeat(MAX_DECIMAL_CHARACTERS));
    expect(text(digits(MAX_DECIMAL_CHARACTERS - 1), 1)).toHaveLength(MAX_DECIMAL_CHARACTERS);
    expect(text(sign, 0)).toHaveLength(MAX_DECIMAL_CHARACTERS);
    expect(text(twosComplement(7n), MAX_DECIMAL_CHARACTERS - 2)).toHaveLength(MAX_DECIMAL_CHARACTERS);
    expect(text(twosComplement(7n), 1 - MAX_DECIMAL_CHARACTERS)).toHaveLength(MAX_DECIMAL_CHARACTERS);
    for (const [bytes, scale] of [
      [digits(MAX_DECIMAL_CHARACTERS + 1), 0],
      [digits(MAX_DECIMAL_CHARACTERS), 1],
      [sign, 1],
      [sign, -1],
      [twosComplement(7n), MAX_DECIMAL_CHARACTERS - 1],
      [twosComplement(7n), -MAX_DECIMAL_CHARACTERS],
      [twosComplement(7n), 2 ** 31 - 1],
      [twosComplement(7n), -(2 ** 31)],
    ] as const) {
      expect(failure(bytes, scale)).toMatchObject({
        code: 'PAYLOAD_LIMIT',
        message: `a decimal of more than ${MAX_DECIMAL_CHARACTERS} characters`,
      });
    }
  });

  it('refuses an unscaled value of megabytes before it looks for its digits', () => {
    const huge = new Uint8Array(16 * 1024 * 1024).fill(0x7f);
    expect(failure(huge, 2).code).toBe('PAYLOAD_LIMIT');
  });
});
