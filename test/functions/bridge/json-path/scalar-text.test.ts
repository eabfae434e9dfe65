import { describe, expect, it } from 'vitest';
import { numberAt, scalarAt, stringAt } from '../../../../functions/bridge/json-path/scalar-text.ts';

function at<T>(read: (json: Uint8Array, range: { start: number; end: number }) => T, json: string): T {
  const bytes = Buffer.from(`[${json},true]`);
  return read(bytes, { start: 1, end: bytes.length - ',true]'.length });
}

describe('scalarAt', () => {
  it.each([
    { json: '"text"', text: 'text' },
    { json: '"größe \\u00e4\\n\\"😀"', text: 'größe ä\n"😀' },
    { json: '""', text: '' },
    { json: '42', text: '42' },
    { json: '-1.0E10', text: '-1.0E10' },
    { json: '12345678901234567890', text: '12345678901234567890' },
    { json: 'true', text: 'true' },
    { json: 'false', text: 'false' },
  ])('is the text of $json', ({ json, text }) => {
    expect(at(scalarAt, json)).toBe(text);
  });

  it.each(['null', '{}', '[]', '{"a":1}', '["true"]'])('is nothing for %s', (json) => {
    expect(at(scalarAt, json)).toBeUndefined();
  });
});

describe('stringAt', () => {
  it.each(['42', 'true', 'null', '["a"]'])('is nothing for %s', (json) => {
    expect(at(stringAt, json)).toBeUndefined();
  });
});

describe('numberAt', () => {
  it.each(['"42"', 'true', 'null', '[42]'])('is nothing for %s', (json) => {
    expect(at(numberAt, json)).toBeUndefined();
  });
});
