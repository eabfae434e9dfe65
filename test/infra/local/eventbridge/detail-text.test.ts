import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEventDetail, MAX_JSON_DEPTH } from '../../../../infra/local/eventbridge/detail-text.ts';

const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

describe('The detail of an event', () => {
  test.each([
    ['an empty object', '{}'],
    ['white space around tokens', ' {\n "a" : [ 1 , 2 ] }\r\n'],
    ['the largest 64-bit integer', '{"n":9223372036854775807}'],
    ['the smallest 64-bit integer', '{"n":-9223372036854775808}'],
    ['a fraction with many digits', '{"n":12345678901234567890.5}'],
    ['a number with an exponent', '{"n":1e400}'],
    ['digits inside a string', '{"n":"99999999999999999999999999"}'],
    ['brackets, escapes and quotes inside a string', String.raw`{"s":"[[{{\"\\","t":"\\"}`],
    ['a key named __proto__', '{"__proto__":{"a":1}}'],
    [`nesting of ${MAX_JSON_DEPTH} levels`, nested(MAX_JSON_DEPTH)],
  ])('may be %s', (_, text) => {
    expect(isEventDetail(text)).toBe(true);
  });

  test.each([
    ['an array', '[]'],
    ['a string', '"text"'],
    ['a number', '1'],
    ['null', 'null'],
    ['broken JSON', '{{}'],
    ['text behind the object', '{} {}'],
    ['no JSON at all', 'NotJSON'],
    ['an integer of one more than 64 bits', '{"n":9223372036854775808}'],
    ['an integer of one less than 64 bits', '{"n":-9223372036854775809}'],
    ['an integer of a million digits', `{"n":${'9'.repeat(1_000_000)}}`],
    ['nesting of one level too many', nested(MAX_JSON_DEPTH + 1)],
    ['nesting of half a million levels', nested(500_000)],
  ])('must not be %s', (_, text) => {
    expect(isEventDetail(text)).toBe(false);
  });

  test('may be any object of strings, literals and integers, however it is indented', () => {
    const values = [fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)];
    fc.assert(
      fc.property(fc.object({ values, maxDepth: 5 }), fc.constantFrom(undefined, 2), (value, indent) => {
        expect(isEventDetail(JSON.stringify(value, undefined, indent))).toBe(true);
      }),
    );
  });

  test('is judged by the exact value of each integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (integer) => {
        expect(isEventDetail(`{"n":[${integer}]}`)).toBe(BigInt.asIntN(64, integer) === integer);
      }),
    );
  });
});
