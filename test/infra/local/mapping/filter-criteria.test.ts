import { describe, expect, test } from 'vitest';
import { readFilters } from '../../../../infra/local/mapping/filter-criteria.ts';

function passes(patterns: readonly string[], value: string | Buffer | null | undefined): boolean | undefined {
  const base64 = value === null || value === undefined ? value : Buffer.from(value).toString('base64');
  const { criteria, problems } = readFilters(patterns);
  expect(problems).toEqual([]);
  const record = { topic: 'orders', partition: 0, offset: 1, ...(base64 !== undefined && { value: base64 }) };
  return criteria?.matches(record);
}

const JSON_PATTERN = '{"value":{"device":[{"prefix":"AB"}]}}';
const TEXT_PATTERN = '{"value":[{"prefix":"AB"}]}';

describe('a record', () => {
  test.each([
    ['whose value matches passes', [JSON_PATTERN], '{"device":"AB1"}', true],
    ['whose value does not match is left out', [JSON_PATTERN], '{"device":"CD1"}', false],
    ['whose value lacks the field is left out', [JSON_PATTERN], '{}', false],
    [
      'that matches one of several patterns passes',
      ['{"value":{"a":[1]}}', JSON_PATTERN],
      '{"device":"AB"}',
      true,
    ],
    [
      'that matches none of several patterns is left out',
      ['{"value":{"a":[1]}}', JSON_PATTERN],
      '{"a":2}',
      false,
    ],
    ['whose value is an array is compared by its elements', [JSON_PATTERN], '[{"device":"CD"}]', false],
    [
      'with a number that JavaScript would change',
      ['{"value":{"id":[9007199254740993]}}'],
      '{"id":9007199254740992}',
      false,
    ],
    ['whose value is no JSON passes a pattern over fields', [JSON_PATTERN], 'CD', true],
    ['whose value is cut off passes a pattern over fields', [JSON_PATTERN], '{"device":"CD"', true],
    ['whose value only seems to be JSON passes', [JSON_PATTERN], '{},"device":{"a":1}', true],
    ['whose value is not UTF-8 passes', [JSON_PATTERN, TEXT_PATTERN], Buffer.from([0x7b, 0xff, 0x7d]), true],
    ['that is a tombstone passes', [JSON_PATTERN], null, true],
    ['without a value passes', [JSON_PATTERN], undefined, true],
    ['with text that matches passes', [TEXT_PATTERN], 'AB1', true],
    ['with text that does not match is left out', [TEXT_PATTERN], 'CD1', false],
    ['of JSON passes a pattern over text', [TEXT_PATTERN], '{"device":"CD"}', true],
    [
      'nested too deeply to be compared passes',
      [JSON_PATTERN],
      `${'['.repeat(1_500)}${']'.repeat(1_500)}`,
      true,
    ],
  ] as const)('%s', (_, patterns, value, isPassing) => {
    expect(passes(patterns, value)).toBe(isPassing);
  });

  test('of a mapping without patterns is not compared', () => {
    expect(readFilters([])).toEqual({ criteria: undefined, problems: [] });
  });
});

describe('a pattern', () => {
  test.each([
    [
      'that is no pattern',
      '{"value":"AB"}',
      /^filter 1: Event pattern is not valid\. Reason: "value" must be/,
    ],
    ['over something else than the value', '{"key":["a"]}', /'value' only, and the pattern names 'key'/],
    ['of like name', '{"values":{"a":[1]}}', /the pattern names 'values\.a'/],
    ['that is too long', `{"value":["${'a'.repeat(4_096)}"]}`, /more than 4,096 characters/],
  ])('%s is refused', (_, pattern, problem) => {
    expect(readFilters([pattern]).problems).toEqual([expect.stringMatching(problem)]);
  });

  test('is one of ten at most', () => {
    expect(readFilters(Array.from({ length: 10 }, () => JSON_PATTERN)).problems).toEqual([]);
    expect(readFilters(Array.from({ length: 11 }, () => JSON_PATTERN)).problems).toEqual([
      'filters has 11 patterns and may have 10 at most.',
    ]);
  });
});
