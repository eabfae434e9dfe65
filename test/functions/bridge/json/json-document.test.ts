import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { writeJsonDocument } from '../../../../functions/bridge/json/json-document.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { MAX_NESTING_DEPTH } from '../../../../functions/bridge/json/nesting.ts';
import { withinBounds } from '../../../within-bounds.ts';

function compact(document: string | Buffer): string {
  const source = Buffer.from(document);
  const out = new JsonWriter();
  writeJsonDocument(source, 0, source.length, out);
  return out.toString();
}

function failure(document: string | Buffer): RecordError {
  try {
    compact(document);
  } catch (error) {
    if (error instanceof RecordError) return error;
  }
  throw new Error('expected a RecordError');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a valid document', () => {
  it.each([
    [' {"a" : [1, 2 , {}, [ ] ,"x y"] ,\r\n\t"b":-0.5e+10 } \n', '{"a":[1,2,{},[],"x y"],"b":-0.5e+10}'],
    [
      '{"n":9223372036854775808,"f":5.10,"z":-0,"e":1E400}',
      '{"n":9223372036854775808,"f":5.10,"z":-0,"e":1E400}',
    ],
    ['{"a":1,"a":2,"__proto__":{"x":1}}', '{"a":1,"a":2,"__proto__":{"x":1}}'],
    ['"\\u00e9\\/\\ud800 \\"é"', '"\\u00e9\\/\\ud800 \\"é"'],
    ['\ufeff{"a":null}', '{"a":null}'],
    ['\ufeff', 'null'],
    ['', 'null'],
    [' \t\r\n', 'null'],
    ['true', 'true'],
    [' 5 ', '5'],
    ['[[],[[]],{"a":{"b":{}},"c":[]}]', '[[],[[]],{"a":{"b":{}},"c":[]}]'],
  ])('%j becomes %j', (document, expected) => {
    expect(compact(document)).toBe(expected);
  });

  it('loses its blanks and nothing else', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, 4, '\t'), (json, indent) => {
        const value: unknown = JSON.parse(json);
        expect(compact(JSON.stringify(value, undefined, indent))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('may be a part of a larger buffer', () => {
    const out = new JsonWriter();
    writeJsonDocument(Buffer.from('xx [1, 2] yy'), 3, 9, out);
    expect(out.toString()).toBe('[1,2]');
  });
});

describe('an invalid document', () => {
  it.each([
    ['{bad}', 1],
    ['[1,]', 3],
    ['{"a":1,}', 7],
    ['{"a"}', 4],
    ['{"a":}', 5],
    ['[1 2]', 3],
    ['[1}', 2],
    ['{"a":1]', 6],
    ['01', 1],
    ['-', 1],
    ['+1', 0],
    ['1.', 2],
    ['.5', 0],
    ['1e', 2],
    ['1e+', 3],
    ['NaN', 0],
    ['Infinity', 0],
    ['nul', 3],
    ['trUe', 2],
    ['"abc', 4],
    ['"\\x"', 2],
    ['"\\u12G4"', 5],
    ['"\\u12', 5],
    ['"\\', 2],
    ['"a\u0001"', 2],
    ['[', 1],
    ['{"a":1} trailing', 8],
    ['{"a":1}{"b":2}', 7],
    ["{'a':1}", 1],
    ['//x\n1', 0],
  ])('%j fails at byte %d', (document, position) => {
    expect(failure(document)).toMatchObject({
      code: 'PAYLOAD_INVALID',
      message: expect.stringMatching(new RegExp(`^byte ${position}:`)),
    });
  });

  it('names the first byte that is not UTF-8', () => {
    expect(failure(Buffer.from([0x7b, 0x22, 0xc3, 0xa9, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d])).message).toBe(
      'byte 7: malformed UTF-8',
    );
    expect(failure(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])).message).toBe('byte 1: malformed UTF-8');
    expect(failure(Buffer.from([0x22, 0xe2, 0x82])).message).toBe('byte 1: malformed UTF-8');
  });

  it('never shows what it holds', () => {
    expect(failure('{"password":secret}').message).not.toContain('secret');
  });

  it('is what JSON.parse refuses too', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      ' ',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '0',
      '.',
      'e',
      'true',
      'null',
      'é',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }), (chosen) => {
        const text = chosen.join('');
        if (text.trim() === '') return;
        if (isJson(text)) expect(JSON.parse(compact(text))).toEqual(JSON.parse(text));
        else expect(failure(text).code).toBe('PAYLOAD_INVALID');
      }),
      { numRuns: 5000 },
    );
  });
});

describe('nesting', () => {
  it(`goes down to ${MAX_NESTING_DEPTH} levels`, () => {
    const document = `${'[{"a":'.repeat(MAX_NESTING_DEPTH / 2)}1${'}]'.repeat(MAX_NESTING_DEPTH / 2)}`;
    expect(compact(document)).toBe(document);
  });

  it.each([MAX_NESTING_DEPTH + 1, 10_000, 1_000_000])('fails at %d levels', (levels) => {
    for (const open of ['[', '{"a":']) {
      expect(withinBounds(() => failure(open.repeat(levels)))).toMatchObject({ code: 'PAYLOAD_LIMIT' });
    }
  });
});
