import { describe, expect, it } from 'vitest';
import { isUuid, uuidBytes, uuidText } from '../../shared/uuid.ts';

const TEXT = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const BYTES = Buffer.from('0f1e2d3c4b5a69788796a5b4c3d2e1f0', 'hex');

describe('a UUID', () => {
  it('has its bytes in the order of its digits', () => {
    expect(uuidText(BYTES)).toBe(TEXT);
    expect(uuidBytes(TEXT)).toEqual(BYTES);
  });

  it('is read in either case and from the first 16 bytes, and written in lower case', () => {
    expect(uuidBytes(TEXT.toUpperCase())).toEqual(BYTES);
    expect(uuidText(Buffer.concat([BYTES, Buffer.of(1, 2)]))).toBe(TEXT);
  });

  it.each([
    ['lower case', TEXT, true],
    ['upper case', TEXT.toUpperCase(), true],
    ['a digit less', TEXT.slice(1), false],
    ['a digit more', `${TEXT}0`, false],
    ['no hyphens', TEXT.replaceAll('-', ''), false],
    ['a letter that is no digit', TEXT.replace('f', 'g'), false],
    ['nothing', '', false],
  ])('is told by its form: %s', (_what, text, expected) => {
    expect(isUuid(text)).toBe(expected);
  });
});
