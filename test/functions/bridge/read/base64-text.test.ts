import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Bytes, isBase64 } from '../../../../functions/bridge/read/base64-text.ts';

describe('isBase64', () => {
  it('accepts the base64 of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(isBase64(Buffer.from(bytes).toString('base64'))).toBe(true);
      }),
    );
  });

  it.each([65_535, 65_536, 65_537, 200_000])('accepts that of %d bytes', (length) => {
    const text = Buffer.alloc(length, 7).toString('base64');

    expect(isBase64(text)).toBe(true);
    expect(isBase64(`${text.slice(0, -6)}%${text.slice(-5)}`)).toBe(false);
  });

  it('accepts only what Node takes out of base64 from the first to the last character', () => {
    const character = fc.constantFrom(...'Aa0+/=-_ %\n\u0000é€');
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 12 }), (text) => {
        const padding = /={0,2}$/.exec(text)?.[0].length ?? 0;
        const isWhole = Buffer.from(text, 'base64').length === (text.length / 4) * 3 - padding;
        expect(isBase64(text)).toBe(isWhole);
        expect(base64Bytes(text) !== undefined).toBe(isWhole);
      }),
      { numRuns: 2_000 },
    );
  });
});
