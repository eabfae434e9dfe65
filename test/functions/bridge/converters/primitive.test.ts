import { describe, expect, it } from 'vitest';
import type { Converter } from '../../../../functions/bridge/converters/converter.ts';
import {
  convertBoolean,
  convertDouble,
  convertFloat,
  convertInteger,
  convertLong,
  convertShort,
} from '../../../../functions/bridge/converters/primitive.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';

function convert(converter: Converter, hex: string): string {
  const out = new JsonWriter();
  converter(Buffer.from(hex, 'hex'), out);
  return out.toString();
}

describe('the number converters', () => {
  it.each<[Converter, string, string]>([
    [convertShort, '7fff', '32767'],
    [convertShort, '8000', '-32768'],
    [convertInteger, '80000000', '-2147483648'],
    [convertLong, '7fffffffffffffff', '9223372036854775807'],
    [convertLong, '8000000000000000', '-9223372036854775808'],
    [convertLong, '0020000000000001', '9007199254740993'],
    [convertLong, 'ffffffffffffffff', '-1'],
    [convertFloat, '3f8ccccd', '1.1'],
    [convertFloat, '7fc00000', '"NaN"'],
    [convertDouble, '4059000000000000', '100.0'],
    [convertDouble, '8000000000000000', '-0.0'],
    [convertBoolean, '00', 'false'],
    [convertBoolean, '01', 'true'],
  ])('%o reads %s as %s', (converter, hex, expected) => {
    expect(convert(converter, hex)).toBe(expected);
  });

  it.each<[string, Converter, number]>([
    ['short', convertShort, 2],
    ['integer', convertInteger, 4],
    ['long', convertLong, 8],
    ['float', convertFloat, 4],
    ['double', convertDouble, 8],
    ['boolean', convertBoolean, 1],
  ])('%s takes its exact size and tells both sizes otherwise', (type, converter, size) => {
    for (const actual of [0, size - 1, size + 1, 16]) {
      expect(() => convert(converter, '00'.repeat(actual))).toThrow(
        expect.objectContaining({
          code: 'PAYLOAD_INVALID',
          message: `${type}: expected ${size} bytes, found ${actual}`,
        }),
      );
    }
  });

  it('takes no other byte for a boolean', () => {
    expect(() => convert(convertBoolean, '02')).toThrow(expect.objectContaining({ code: 'PAYLOAD_INVALID' }));
  });
});
