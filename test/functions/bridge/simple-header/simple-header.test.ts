import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { MAX_NESTING_DEPTH } from '../../../../functions/bridge/json/nesting.ts';
import { convertSimpleHeader } from '../../../../functions/bridge/simple-header/simple-header.ts';
import { checkHeaders } from '../../../conformance/headers.ts';
import { withinBounds } from '../../../within-bounds.ts';

function header(source: string | Buffer): string {
  const out = new JsonWriter();
  convertSimpleHeader(Buffer.from(source), out);
  return out.toString();
}

it('the simple header converter gives what Kafka Connect gives, apart from the listed deviations', () => {
  const { failures, matched, deviations } = checkHeaders();
  expect(failures).toEqual([]);
  expect(matched).toBe(50);
  expect(deviations.map(({ id }) => id)).toEqual(['simple-comma', 'simple-null', 'simple-map-empty']);
});

/** All of these were read by the header converter of Kafka Connect 3.9.0 and written by the connector's JSON converter. */
describe('like Kafka Connect, a header of', () => {
  it.each([
    ['true', 'true'],
    [' false ', 'false'],
    ['+.5', '0.5'],
    ['.5', '".5"'],
    ['-', '"-"'],
    ['5e', '"5e"'],
    ['1E+5', '100000'],
    ['-0.0', '0'],
    ['127', '127'],
    ['0.1', '0.1'],
    ['16777217.5', '1.6777218E7'],
    ['1e30', '1.0E30'],
    ['1e-60', '0.0'],
    ['1e-45', '1.4E-45'],
    ['3.4028236e38', '3.4028236E38'],
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['9223372036854775808', '"AIAAAAAAAAAA"'],
    ['true}', '"true}"'],
    ['"true"', '"\\"true\\""'],
  ])('%j is %s', (text, expected) => {
    expect(header(text)).toBe(expected);
  });

  it.each([
    ['2023-05-23 ', '19500'],
    ['1969-12-31', '-1'],
    ['2023-02-30', '19418'],
    ['2023-13-45', '19767'],
    ['0000-01-01', '-719530'],
    ['0001-01-01', '-719164'],
    ['1500-02-29', '-171596'],
    ['1582-10-04', '-141428'],
    ['1582-10-10', '-141422'],
    ['1582-10-15', '-141427'],
    [' 12:30:00.000Z', '45000000'],
    ['12\\:30\\:00.000Z', '45000000'],
    ['24:00:00.000Z', '86400000'],
    ['2023-05-23T24:00:00.000Z', '1684886400000'],
    ['2023-05-23T11\\:38\\:46.123Z', '1684841926123'],
    ['2023-05-23T11:38:46Z', '"2023-05-23T11:38:46Z"'],
  ])('%j, in time, is %s', (text, expected) => {
    expect(header(text)).toBe(expected);
  });

  it.each([
    ['[1,]', '[1]'],
    ['[ ]', '[]'],
    ['[ true ]', '[true]'],
    ['[null,null]', '[null,null]'],
    ['[true,1]', '[true,1]'],
    ['["a",["b"]]', '["a",["b"]]'],
    ['["a\\"b","a: b "]', '["a\\\\\\"b","a: b "]'],
    ['[12:30:00.000Z,2]', '[45000000,2]'],
    ['["2023-05-23"]', '[19500]'],
    ['[2023-05-23T11:38:46.123Z]', '[1684841926123]'],
    ['{"a":"b:c,d"}', '{"a":"b:c,d"}'],
    ['{"a":null}', '{"a":null}'],
    ['{"a":1,"b":{}}', '{"a":1,"b":{}}'],
    ['{"a":1,"a":2}', '{"a":2}'],
    ['{"a":1 "b":2}', '{"a":1,"b":2}'],
    ['{"a":1,}', '{"a":1}'],
    ['{"a":"x","b":[1,"y",{"c":null}]}', '{"a":"x","b":[1,"y",{"c":null}]}'],
    ['{"__proto__":1,"constructor":2}', '{"__proto__":1,"constructor":2}'],
    ['{1:2}', '[[1,2]]'],
    ['{true:1}', '[[true,1]]'],
    ['{"2023-05-23":1}', '[[19500,1]]'],
  ])('%s is %s', (text, expected) => {
    expect(header(text)).toBe(expected);
  });

  it.each([
    ['[1,1.5]', '[1.0,1.5]'],
    ['[1.5,1]', '[1.5,1.0]'],
    ['[0.1,3.4028236e38]', '[0.10000000149011612,3.4028236E38]'],
    ['{1:"x",1.5:"y"}', '[[1.0,"x"],[1.5,"y"]]'],
    ['{"a":1,"b":"x","c":1.5}', '{"a":1,"b":"x","c":1.5}'],
    ['{"a":1,"b":1.5}', '{"a":1.0,"b":1.5}'],
    ['[5,2023-05-23]', '[5,19500]'],
    ['[2023-05-23,5]', '[19500,5]'],
    ['[100000,2023-05-23]', '[100000,19500]'],
    ['[2023-05-23,2023-05-23T00:00:00.000Z]', '[1684800000000,1684800000000]'],
    ['[2023-05-23T00:00:00.000Z,12:30:00.000Z]', '[1684800000000,45000000]'],
    ['[9223372036854775808,9223372036854775809]', '["AIAAAAAAAAAA","AIAAAAAAAAAB"]'],
  ])('%s, with values of one type, is %s', (text, expected) => {
    expect(header(text)).toBe(expected);
  });

  it.each([
    '[1,null]',
    '{"a":1,"b":null}',
    '{null:1}',
    '{"a":}',
    '{"a" 1}',
    '{:1}',
    '[,1]',
    '[1 2]',
    '[a]',
    '[True]',
    '[.5]',
    '["a"b]',
    '["a]',
    '[1',
    '[1,',
    '{"a":1',
    '{"a":1,,}',
    '[2023-05-23,100000]',
    '[1.5,2023-05-23]',
    '[100000000,12:00:00.000Z]',
    '[12:00:00.000Z,-1]',
    '[12:30:00.000Z ]',
  ])('%s is text', (text) => {
    expect(header(text)).toBe(JSON.stringify(text));
  });
});

describe('unlike Kafka Connect, which drops the rest or fails the record, a header of', () => {
  it.each([
    ['5:30', '"5:30"'],
    ['12:30:00', '"12:30:00"'],
    ['12:30:00.000Z ', '"12:30:00.000Z "'],
    ['[1,2] x', '"[1,2] x"'],
    ['[1,2][3]', '"[1,2][3]"'],
    ['{"a":1}}', '"{\\"a\\":1}}"'],
    ['1"', '"1\\""'],
    ['2023-5-1xx', '"2023-5-1xx"'],
    ['1e400', '"1e400"'],
    [' [a]', '" [a]"'],
    ['[" "]', '[" "]'],
    [' null', 'null'],
    ['{ }', '{}'],
    ['[{}]', '[{}]'],
    ['99:99:99.999Z', '"99:99:99.999Z"'],
    ['[[1],[300]]', '[[1],[300]]'],
    ['{"a":{"b":1},"c":{"d":"x"}}', '{"a":{"b":1},"c":{"d":"x"}}'],
    ['{"a":1,2:1.5}', '[["a",1],[2,1.5]]'],
    ['["a","2023-05-23"]', '["a",19500]'],
    ['[12:00:00.000Z,2023-05-23]', '[43200000,19500]'],
    ['[1,9223372036854775808]', '[1,"AIAAAAAAAAAA"]'],
  ])('%j is %s', (text, expected) => {
    expect(header(text)).toBe(expected);
  });
});

describe('text', () => {
  it.each([
    ['', '""'],
    ['  ', '"  "'],
    ['\ufeff5', '"\ufeff5"'],
    ['\\', '"\\\\"'],
    ['[\\', '"[\\\\"'],
    ['nullable', '"nullable"'],
  ])('like %j stays text', (text, expected) => {
    expect(header(text)).toBe(expected);
  });

  it('that is no UTF-8 is repaired', () => {
    expect(header(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]))).toBe('["\ufffd"]');
    expect(header(Buffer.from([0x31, 0xff]))).toBe('"1\ufffd"');
  });
});

describe('any header', () => {
  const PIECES = [
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"',
    '\\',
    ' ',
    '1',
    '-',
    '.5',
    'e9',
    'null',
    'true',
    'a',
    'é',
  ];
  const TIMES = ['2023-05-23', '12:30:00.000Z', '2023-05-23T11:38:46.123Z'];

  it('becomes JSON, and what is text stays whole', () => {
    const bytes = fc.uint8Array().map((content) => Buffer.from(content));
    const pieces = fc
      .array(fc.constantFrom(...PIECES, ...TIMES), { maxLength: 12 })
      .map((chosen) => Buffer.from(chosen.join('')));
    fc.assert(
      fc.property(fc.oneof(bytes, pieces), (source) => {
        const value: unknown = JSON.parse(header(source));
        if (typeof value === 'string' && !/^\s*[+-]?\d+\s*$/.test(source.toString())) {
          expect(value).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(source));
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('of JSON with one text in it gives that JSON', () => {
    const text = fc.string().filter((content) => !/[\\"]/.test(content) && !/^[\d\-:.TZ]*$/.test(content));
    fc.assert(
      fc.property(text, (content) => {
        const json = JSON.stringify({ [content]: [content, { a: content }] });
        if (!json.includes('\\')) expect(JSON.parse(header(json))).toEqual(JSON.parse(json));
      }),
    );
  });

  it('of a whole number keeps its digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(header(String(value))).toBe(String(value));
        expect(header(`[${value}]`)).toBe(`[${value}]`);
      }),
    );
  });
});

describe('a hostile header', () => {
  it('nests no deeper than JSON may', () => {
    const deep = `${'['.repeat(MAX_NESTING_DEPTH)}1${']'.repeat(MAX_NESTING_DEPTH)}`;
    expect(header(deep)).toBe(deep);
    for (const bracket of ['[', '{1:', '{"a":']) {
      for (const depth of [MAX_NESTING_DEPTH + 1, 100_000]) {
        const tooDeep = `${bracket.repeat(depth)}1${bracket === '[' ? ']'.repeat(depth) : '}'.repeat(depth)}`;
        expect(withinBounds(() => header(tooDeep))).toBe(JSON.stringify(tooDeep));
      }
    }
  });

  it('may have any number of lists beside one another', () => {
    const lists = `[${Array.from({ length: 2 * MAX_NESTING_DEPTH }, () => '[],{"a":[]}').join()}]`;
    expect(header(lists)).toBe(lists);
  });

  it.each([
    ['many numbers', `[${'1,'.repeat(200_000)}1.5]`],
    ['many equal keys', `{${'"a":1,'.repeat(100_000)}}`],
    ['many blanks', `[${' '.repeat(500_000)}1${' '.repeat(500_000)}]`],
    ['many blanks before text', `1${' '.repeat(1_000_000)}x`],
    ['many backslashes', `["${'\\'.repeat(1_000_000)}`],
    ['many words', `[${'12:30:'.repeat(150_000)}]`],
    ['a long number', '9'.repeat(1_000_000)],
    ['a huge exponent', '[1e2147483000,1e-2147483000,9e999999999999]'],
    ['a long quoted text', `["${'x'.repeat(1_000_000)}"]`],
  ])('of %s takes no time', (_what, text) => {
    expect(() => JSON.parse(withinBounds(() => header(text)))).not.toThrow();
  });

  it('beyond 1 MiB is text', () => {
    const text = `[${' '.repeat(1024 * 1024 - 3)}1]`;
    expect(header(text)).toBe('[1]');
    expect(header(`${text} `)).toBe(JSON.stringify(`${text} `));
  });

  it('of more than 1000 digits is text', () => {
    expect(header(`${'9'.repeat(1000)}`)).toMatch(/^"[A-Za-z0-9+/]+=*"$/);
    expect(header(`${'9'.repeat(1000)}`)).not.toBe(`"${'9'.repeat(1000)}"`);
    expect(header(`${'9'.repeat(1001)}`)).toBe(`"${'9'.repeat(1001)}"`);
  });
});
