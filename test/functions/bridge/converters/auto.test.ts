import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertAuto } from '../../../../functions/bridge/converters/auto.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';

function rendered(source: Buffer): string {
  const out = new JsonWriter();
  out.ascii('before:');
  convertAuto(source, out);
  return out.toString().slice('before:'.length);
}

describe('convertAuto', () => {
  it.each([
    { text: '{"a": 1}', expected: '{"a":1}' },
    { text: '[1, 2]', expected: '[1,2]' },
    { text: '42', expected: '42' },
    { text: '\ufeff 42', expected: '42' },
    { text: '12345678901234567890', expected: '12345678901234567890' },
    { text: 'true', expected: 'true' },
    { text: 'null', expected: 'null' },
    { text: '"quoted"', expected: '"quoted"' },
  ])('takes the document $text for JSON', ({ text, expected }) => {
    expect(rendered(Buffer.from(text))).toBe(expected);
  });

  it.each([
    { text: '', expected: '""' },
    { text: ' \t', expected: '" \\t"' },
    { text: '\ufeff', expected: '"\ufeff"' },
    { text: '\ufeff \n', expected: '"\ufeff \\n"' },
    { text: '\ufeffx', expected: '"\ufeffx"' },
    { text: 'order-1', expected: '"order-1"' },
    { text: '007', expected: '"007"' },
    { text: 'True', expected: '"True"' },
    { text: '{"a":1} {"b":2}', expected: '"{\\"a\\":1} {\\"b\\":2}"' },
    { text: '{"cut":', expected: '"{\\"cut\\":"' },
    { text: 'two\r\n\tlines', expected: '"two\\r\\n\\tlines"' },
    { text: 'Zürich 🚲', expected: '"Zürich 🚲"' },
  ])('takes $text for text', ({ text, expected }) => {
    expect(rendered(Buffer.from(text))).toBe(expected);
  });

  it.each([
    { what: 'a zero byte', hex: '610061', expected: '"YQBh"' },
    { what: 'malformed UTF-8', hex: 'ff', expected: '"/w=="' },
    { what: 'a control character', hex: '1b5b316d', expected: '"G1sxbQ=="' },
    { what: 'the delete character', hex: '7f', expected: '"fw=="' },
    { what: 'a long number of Kafka', hex: '000000000000002a', expected: '"AAAAAAAAACo="' },
  ])('writes base64 for $what', ({ hex, expected }) => {
    expect(rendered(Buffer.from(hex, 'hex'))).toBe(expected);
  });

  it('loses nothing, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const source = Buffer.from(bytes);
        const value: unknown = JSON.parse(rendered(source));
        if (typeof value !== 'string') return;
        const asText = Buffer.from(value, 'utf8').equals(source);
        const asBytes = Buffer.from(value, 'base64').equals(source);
        const asJson = source.includes('"');
        expect(asText || asBytes || asJson).toBe(true);
      }),
    );
  });

  it('does not hide a document that is nested too deeply as text', () => {
    const source = Buffer.from('['.repeat(2_000) + ']'.repeat(2_000));

    expect(() => rendered(source)).toThrow(expect.objectContaining({ code: 'PAYLOAD_LIMIT' }));
  });
});
