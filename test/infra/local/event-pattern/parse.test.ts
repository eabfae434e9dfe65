import { describe, expect, it } from 'vitest';
import { InvalidEventPatternError } from '../../../../infra/local/event-pattern/errors.ts';
import { MAX_OR_COMBINATIONS, parseEventPattern } from '../../../../infra/local/event-pattern/parse.ts';
import { matches, reason, rejection } from './matching.ts';

describe('a rejected pattern', () => {
  it('has the code and the words of the service', () => {
    const parse = () => parseEventPattern('{"resources": []}');

    expect(parse).toThrow(InvalidEventPatternError);
    expect(parse).toThrow(
      expect.objectContaining({
        code: 'InvalidEventPatternException',
        message:
          'Event pattern is not valid. Reason: Empty arrays are not allowed\n' +
          ' at [Source: (String)"{"resources": []}"; line: 1, column: 17]',
      }),
    );
  });

  const NOT_FOLDED =
    'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.';
  const NOT_LIST_OR_SINGLE = 'Value of anything-but must be an array or single string/number value.';
  it.each([
    ['{"int": 42}', '"int" must be an object or an array', 11],
    ['{"string": "my-value"}', '"string" must be an object or an array', 13],
    ['["not", "a", "dict", "but valid json"]', 'Filter is not an object', 2],
    ['{"my_key": [{"EXISTS": true}]}', 'Unrecognized match type EXISTS', 28],
    ['{"detail": {"equal": [{"NUMERIC": ["=", 5]}]}}', 'Unrecognized match type NUMERIC', 36],
    ['{"detail": {"c-count": [{"numeric": [">", 0, ">", 0]}]}}', 'Bad numeric range operator: >', 49],
    ['{"detail": {"c-count": [{"numeric": [">", 0, "<"]}]}}', 'Value of < must be numeric', 50],
    ['{"time": [{"prefix": 123}]}', 'prefix match pattern must be a string', 25],
    ['{"time": [{"prefix": ["2022-07-13"]}]}', 'prefix match pattern must be a string', 23],
    ['{"FileName": [{"suffix": 123}]}', 'suffix match pattern must be a string', 29],
    ['{"FileName": [{"suffix": [".png"]}]}', 'suffix match pattern must be a string', 27],
    ['{"EventBusArn": [{"wildcard": 123}]}', 'wildcard match pattern must be a string', 34],
    ['{"EventBusArn": [{"wildcard": ["a**"]}]}', 'wildcard match pattern must be a string', 32],
    [
      '{"EventBusArn": [{"wildcard": "arn:aws:events:us-east-1:**:event-bus/*"}]}',
      'Consecutive wildcard characters at pos 26',
      72,
    ],
    [
      '{"detail-type": [{"equals-ignore-case": ["ec2 notification"]}]}',
      'equals-ignore-case match pattern must be a string',
      42,
    ],
    [
      '{"detail-type": [{"equals-ignore-case": {"prefix": "ec2"}}]}',
      'equals-ignore-case match pattern must be a string',
      42,
    ],
    ['{"detail": {"state": [{"anything-but": {"equals-ignore-case": 123}}]}}', NOT_FOLDED, 66],
    [
      '{"detail": {"FilePath": [{"anything-but": {"wildcard": 123}}]}}',
      'wildcard match pattern must be a string',
      59,
    ],
    [
      '{"detail": {"FileName": [{"anything-but": {"suffix": 123}}]}}',
      'prefix/suffix match pattern must be a string',
      57,
    ],
    [
      '{"detail": {"state": [{"anything-but": {"prefix": 123}}]}}',
      'prefix/suffix match pattern must be a string',
      54,
    ],
    [
      '{"detail": {"FileName": [{"anything-but": {"prefix": {"equals-ignore-case": "file"}}}]}}',
      NOT_LIST_OR_SINGLE,
      55,
    ],
    [
      '{"detail": {"sourceIPAddress": [{"cidr": ["bad-type"]}]}}',
      'prefix match pattern must be a string',
      43,
    ],
    [
      'this is valid json but not a dict',
      "Unrecognized token 'this': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      5,
    ],
    [
      '{"not": closed mark"',
      "Unrecognized token 'closed': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      15,
    ],
    [
      "{'bad': 'quotation'}",
      "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
      2,
    ],
  ])('%s names the recorded reason and column', (pattern, words, column) => {
    expect(rejection(pattern)).toBe(
      `${words}\n at [Source: (String)"${pattern}"; line: 1, column: ${column}]`,
    );
  });

  it.each([
    ['{"detail": {"state": [{"anything-but": {"equals-ignore-case": [123, 456]}}]}}', NOT_FOLDED, 67],
    [
      '{"detail": {"state": [{"anything-but": {"wildcard": [123, "*/dir/*"]}}]}}',
      'wildcard match pattern must be a string',
      57,
    ],
    [
      '{"detail": {"FileName": [{"anything-but": {"suffix": [123, ".txt"]}}]}}',
      'prefix/suffix match pattern must be a string',
      58,
    ],
    [
      '{"detail": {"state": [{"anything-but": {"prefix": [123, "test"]}}]}}',
      'prefix/suffix match pattern must be a string',
      55,
    ],
  ])('%s names its place twice, as recorded for lists', (pattern, words, column) => {
    const place = `\n at [Source: (String)"${pattern}"; line: 1, column: ${column}]`;

    expect(rejection(pattern)).toBe(`${words}${place}${place}`);
  });

  it.each([
    [[{ cidr: '10.0.0.1' }], "Malformed CIDR, one '/' required"],
    [[{ cidr: 'bad-/64filter' }], 'Malformed CIDR, mask bits must be an integer'],
    [[{ cidr: 'xx.11.xx/8' }], 'Nonstandard IP address: xx.11.xx'],
    [[{ cidr: 'xxxx:db8:1234:1a00::/64' }], 'Nonstandard IP address: xxxx:db8:1234:1a00::'],
    [
      [{ wildcard: '*:*:*:*:*:event-bus/*' }],
      'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    ],
  ])('%j is rejected without a place, as recorded', (conditions, words) => {
    expect(rejection({ field: conditions })).toBe(words);
  });

  it.each<[unknown, string]>([
    [[{ numeric: 10 }], 'Value of numeric must be an array.'],
    [[{ numeric: [10] }], 'Invalid member in numeric match: 10'],
    [[{ numeric: ['!=', 10] }], 'Unrecognized numeric range operator: !='],
    [[{ numeric: ['constructor', 10] }], 'Unrecognized numeric range operator: constructor'],
    [[{ numeric: ['=', 'x'] }], 'Value of equals must be numeric'],
    [[{ numeric: ['=', 1, '<', 2] }], 'Too many elements in numeric expression'],
    [[{ numeric: ['<', 1, '>', 2] }], 'Too many elements in numeric expression'],
    [[{ numeric: ['>', 1, 2] }], 'Bad value in numeric range: 2'],
    [[{ numeric: ['>', 1, '<', 2, 3] }], 'Too many terms in numeric range expression'],
    [[{ numeric: ['>', 2, '<', 2] }], 'Bottom must be less than top'],
    [[{ numeric: ['=', 1], x: 1 }], 'Too many elements in numeric expression'],
    [[{ exists: 'true' }], 'exists match pattern must be either true or false.'],
    [[{ exists: null }], 'exists match pattern must be either true or false.'],
    [[{ prefix: 'a', suffix: 'b' }], 'Only one key allowed in match expression'],
    [[{ prefix: {} }], 'Prefix expression name not found'],
    [[{ prefix: { suffix: 'a' } }], 'Unsupported prefix pattern: suffix'],
    [[{ suffix: { 'equals-ignore-case': 1 } }], 'equals-ignore-case match pattern must be a string'],
    [[{ suffix: { 'equals-ignore-case': 'a', prefix: 'b' } }], 'Only one key allowed in match expression'],
    [[{ wildcard: 'a\\b' }], 'Invalid escape character at pos 2'],
    [[{ wildcard: 'é**' }], 'Consecutive wildcard characters at pos 3'],
    [[{ 'anything-but': null }], NOT_LIST_OR_SINGLE],
    [[{ 'anything-but': ['x', null] }], 'Inside anything but list, start|null|boolean is not supported.'],
    [
      [{ 'anything-but': ['x', 1] }],
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    ],
    [
      [{ 'anything-but': [] }],
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    ],
    [[{ 'anything-but': {} }], 'Anything-But expression name not found'],
    [[{ 'anything-but': { exists: true } }], 'Unsupported anything-but pattern: exists'],
    [[{ 'anything-but': { prefix: '' } }], 'Null prefix/suffix not allowed'],
    [[{ 'anything-but': { suffix: ['a', ''] } }], 'Null prefix/suffix not allowed'],
    [[{ 'anything-but': { prefix: [] } }], 'Empty arrays are not allowed'],
    [[{ 'anything-but': { wildcard: '**' } }], 'Consecutive wildcard characters at pos 1'],
    [[{ 'anything-but': 'a', x: 1 }], 'Too many elements in numeric expression'],
    [[{ cidr: '10.0.0.0/32' }], 'IPv4 mask bits must be < 32'],
    [[{ cidr: '::1/128' }], 'IPv6 mask bits must be < 128'],
    [[{ cidr: '10.0.0.0/-1' }], 'Malformed CIDR, mask bits must not be negative'],
    [[{ cidr: '10.0.0.256/8' }], 'Invalid IP address: 10.0.0.256'],
    [[{}], 'Match expression name not found'],
    [[['a']], 'Match value must be String, number, true, false, or null'],
    [{}, 'Empty objects are not allowed'],
    [null, '"field" must be an object or an array'],
  ])('%j: %s', (field, words) => {
    expect(reason({ field })).toBe(words);
  });

  it.each([
    ['{"a":[9007199254740993,{"numeric":["=",9007199254740993]}]}'],
    ['{"a":[{"numeric":[">",1e400]}]}'],
    ['{"a":[{"anything-but":9007199254740993}]}'],
    ['{"a":[{"anything-but":[1,9007199254740993]}]}'],
  ])('%s has a number that cannot be compared', (pattern) => {
    expect(reason(pattern)).toMatch(/^Cannot compare number : (9007199254740993|1e400)$/);
  });

  it('counts lines, and quotes no more than 500 characters of the pattern', () => {
    const pattern = `{\r\n"a": ["${'x'.repeat(600)}"],\n  "b": []}`;

    expect(rejection(pattern)).toBe(
      `Empty arrays are not allowed\n at [Source: (String)"${pattern.slice(0, 500)}"` +
        `[truncated ${pattern.length - 500} chars]; line: 3, column: 10]`,
    );
  });
});

describe('JSON syntax', () => {
  it.each([
    ['', 'Filter is not an object'],
    ['{', 'Unexpected end-of-input: was expecting double-quote to start field name'],
    ['{"a', 'Unexpected end-of-input: was expecting closing quote'],
    [
      '{"a" 1}',
      "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
    ],
    ['{"a":}', "Unexpected character ('}' (code 125)): expected a valid value"],
    ['{"a":[1 2]}', "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"],
    ['{"a":[1]"b"}', "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries"],
    ['{"a":[1}', "Unexpected close marker '}': expected ']'"],
    ['{"a":["\\d"]}', "Unrecognized character escape 'd' (code 100)"],
    ['{"a":["\\u12"]}', "Unrecognized character escape 'u' (code 117)"],
    ['{"a":["\n"]}', 'Illegal unquoted character ((CTRL-CHAR, code 10))'],
    ['{"a":[1]} {}', "Unexpected character ('{' (code 123)): was expecting the end of the pattern"],
    [`{"a":${'['.repeat(1000)}`, 'Match value must be String, number, true, false, or null'],
    [`${'{"a":'.repeat(1001)}`, 'Document nesting depth exceeds the maximum allowed (1000)'],
  ])('%s is rejected', (pattern, words) => {
    expect(reason(pattern)).toContain(words);
  });

  it('is read with all its escapes and white space', () => {
    const pattern = ' {\t"\\u0061\\n" :\r\n[ "\\"\\\\\\/\\b\\f\\r\\t\\ud83d\\ude80" , -1.5e+2 ] } ';

    expect(matches(pattern, { 'a\n': '"\\/\b\f\r\t🚀' })).toBe(true);
    expect(matches(pattern, { 'a\n': -150 })).toBe(true);
  });

  it('takes names that objects inherit for names', () => {
    expect(matches('{"__proto__":["a"],"constructor":["b"]}', '{"__proto__":"a","constructor":"b"}')).toBe(
      true,
    );
    expect(matches('{"__proto__":["a"]}', '{}')).toBe(false);
    expect(reason('{"a":[{"constructor":"b"}]}')).toBe('Unrecognized match type constructor');
    expect(reason('{"a":[{"anything-but":{"toString":"b"}}]}')).toBe(
      'Unsupported anything-but pattern: toString',
    );
  });
});

describe('a field named twice', () => {
  it('has the last list', () => {
    expect(matches('{"a":[1],"a":[2]}', { a: 1 })).toBe(false);
    expect(matches('{"a":[1],"a":[2]}', { a: 2 })).toBe(true);
  });

  it('is the same field in both spellings of its path', () => {
    const pattern = '{"a":{"b":[1]},"a.b":[2]}';

    expect(matches(pattern, { a: { b: 1 } })).toBe(false);
    expect(matches(pattern, { a: { b: 2 } })).toBe(true);
  });
});

describe('$or', () => {
  const small = { x: [{ numeric: ['<', 10] }] };
  const urgent = { y: ['urgent'], z: [true] };

  it.each([
    [{ x: 1 }, true],
    [{ x: 20, y: 'urgent', z: true }, true],
    [{ x: 20, y: 'urgent', z: false }, false],
    [{}, false],
  ])('takes %j: %s', (detail, expected) => {
    expect(matches({ detail: { $or: [small, urgent] } }, { detail })).toBe(expected);
  });

  it('is joined with the fields beside it and nests', () => {
    const pattern = { a: [1], $or: [{ b: [2] }, { c: { $or: [{ d: [3] }, { e: [4] }] } }] };

    expect(matches(pattern, { a: 1, c: { e: 4 } })).toBe(true);
    expect(matches(pattern, { a: 1, b: 2 })).toBe(true);
    expect(matches(pattern, { c: { e: 4 } })).toBe(false);
    expect(matches(pattern, { a: 1, c: { f: 4 } })).toBe(false);
  });

  it('replaces a field named before it, and is replaced by one named after it', () => {
    expect(matches('{"a":[1],"$or":[{"a":[2]},{"b":[3]}]}', { a: 2 })).toBe(true);
    expect(matches('{"$or":[{"a":[2]},{"b":[3]}],"a":[1]}', { a: 2 })).toBe(false);
  });

  it('is an ordinary name when its list holds conditions', () => {
    expect(matches({ $or: [{ prefix: 'a' }, { numeric: ['=', 1] }] }, { $or: 'abc' })).toBe(true);
    expect(matches({ $or: ['a', 'b'] }, { $or: 'b' })).toBe(true);
    expect(matches({ $or: { a: [1] } }, { $or: { a: 1 } })).toBe(true);
  });

  it.each([
    [{ $or: [{ a: [1] }] }, 'There must have at least 2 Objects in $or relationship.'],
    [{ $or: 1 }, 'It must be an Array followed with $or.'],
    [{ $or: [{ a: [1] }, 'x'] }, 'Only JSON object is allowed in array of $or relationship.'],
    [{ $or: [{ a: [1] }, {}] }, 'Empty objects are not allowed'],
    [
      { $or: [{ a: [1] }, { b: { numeric: [1] } }] },
      'numeric is Ruler reserved fieldName which cannot be used inside $or.',
    ],
  ])('%j is rejected', (pattern, words) => {
    expect(reason(pattern)).toBe(words);
  });

  it(`unfolds into at most ${MAX_OR_COMBINATIONS} combinations`, () => {
    const tens = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, field) => [
          `f${field}`,
          { $or: Array.from({ length: 10 }, (_, choice) => ({ [`c${choice}`]: [choice] })) },
        ]),
      );

    expect(parseEventPattern(JSON.stringify(tens(3))).branches).toHaveLength(MAX_OR_COMBINATIONS);
    expect(reason(tens(4))).toBe('More than 1000 combinations in $or relationship');
  });
});
