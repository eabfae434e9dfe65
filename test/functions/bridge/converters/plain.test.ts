import { describe, expect, it } from 'vitest';
import { convertBytes } from '../../../../functions/bridge/converters/bytes.ts';
import type { Converter } from '../../../../functions/bridge/converters/converter.ts';
import { convertJson } from '../../../../functions/bridge/converters/json.ts';
import { convertString } from '../../../../functions/bridge/converters/string.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { checkPlain } from '../../../conformance/plain.ts';

function convert(converter: Converter, source: Buffer): string {
  const out = new JsonWriter();
  converter(source, out);
  return out.toString();
}

describe('the plain converters', () => {
  it('keep a JSON document as it is, without blanks', () => {
    expect(convert(convertJson, Buffer.from('{ "b": 1.10, "a": null }'))).toBe('{"b":1.10,"a":null}');
  });

  it('make a JSON string of any text, even of JSON', () => {
    expect(convert(convertString, Buffer.from('{"a":1}'))).toBe('"{\\"a\\":1}"');
    expect(convert(convertString, Buffer.alloc(0))).toBe('""');
  });

  it('make base64 of bytes', () => {
    expect(convert(convertBytes, Buffer.from('hello'))).toBe('"aGVsbG8="');
    expect(convert(convertBytes, Buffer.alloc(0))).toBe('""');
  });

  it('give what Kafka Connect gives, apart from the listed deviations', () => {
    const result = checkPlain();
    expect(result.failures).toEqual([]);
    expect(result.matched).toBeGreaterThan(70);
    expect(result.deviations.map(({ id }) => id)).toEqual([
      'json-float-trailing-zero',
      'json-float-25-digits',
      'json-minus-zero-int',
      'json-duplicate-members',
      'json-trailing-word',
      'schema-wrong-payload-type',
    ]);
  });
});
