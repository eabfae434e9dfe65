import { describe, expect, it } from 'vitest';
import type { JsonPathStep } from '../../../shared/json-path/json-path.ts';
import { MAX_PATH_CHARACTERS, parseJsonPath } from '../../../shared/json-path/parse-json-path.ts';

/** Steps, with names as text and indexes as numbers. */
function path(...steps: readonly (string | number)[]) {
  return {
    path: steps.map(
      (step): JsonPathStep =>
        typeof step === 'string' ? { kind: 'member', name: step } : { kind: 'index', index: step },
    ),
  };
}

describe('parseJsonPath', () => {
  it.each([
    { text: '$', steps: [] },
    { text: '$.a', steps: ['a'] },
    { text: '  $.a  ', steps: ['a'] },
    { text: '$.event-type', steps: ['event-type'] },
    { text: '$.a.b.c', steps: ['a', 'b', 'c'] },
    { text: '$.größe.$ref.@id.a]', steps: ['größe', '$ref', '@id', 'a]'] },
    { text: '$.a*', steps: ['a*'] },
    { text: 'a', steps: ['a'] },
    { text: 'a.b[0]', steps: ['a', 'b', 0] },
    { text: "['a']", steps: ['a'] },
    { text: '[0]', steps: [0] },
    { text: "$['a.b']", steps: ['a.b'] },
    { text: '$["a b"]', steps: ['a b'] },
    { text: "$[ 'a' ][ 1 ]", steps: ['a', 1] },
    { text: "$.['a'].b", steps: ['a', 'b'] },
    { text: "$['it\\'s']['\\\"']", steps: ["it's", '"'] },
    { text: "$['\"']", steps: ['"'] },
    { text: "$['a\\\\']['\\u00e4\\n\\x']", steps: ['a\\', 'ä\nx'] },
    { text: "$['\\\\u0041']", steps: ['\\u0041'] },
    { text: "$['[*]']", steps: ['[*]'] },
    { text: "$['']", steps: [''] },
    { text: "$['\\ud83d\\ude00']", steps: ['😀'] },
    { text: '$.a[0]', steps: ['a', 0] },
    { text: '$.a[-1]', steps: ['a', -1] },
    { text: '$[-0]', steps: [0] },
    { text: '$[2147483647]', steps: [2_147_483_647] },
    { text: '$.__proto__.constructor', steps: ['__proto__', 'constructor'] },
  ])('reads $text', ({ text, steps }) => {
    expect(parseJsonPath(text)).toEqual(path(...steps));
  });

  it.each([
    { text: '', problem: 'is empty' },
    { text: '  ', problem: 'is empty' },
    { text: '$.', problem: 'ends with "."' },
    { text: '$.a.', problem: 'ends with "."' },
    { text: '$a', problem: 'has "a" where "." or "[" is expected' },
    { text: "$['a']b", problem: 'has "b" where "." or "[" is expected' },
    { text: '@.a', problem: 'begins with "@", where "$" stands for the value' },
    { text: '$..a', problem: 'is not definite: ".." looks at every depth' },
    { text: '.a', problem: 'is not definite: ".." looks at every depth' },
    { text: '$.*', problem: 'is not definite: "*" stands for all members' },
    { text: '$.a.*.b', problem: 'is not definite: "*" stands for all members' },
    { text: '$.a[*]', problem: 'is not definite: "[*]" stands for all members or items' },
    { text: '$.a[?(@.x)]', problem: 'is not definite: "[?" is a filter' },
    { text: '$.a[?]', problem: 'is not definite: "[?" is a filter' },
    { text: '$.a[1:2]', problem: 'is not definite: "[:]" is a range of items' },
    { text: '$.a[:2]', problem: 'is not definite: "[:]" is a range of items' },
    { text: '$.a[-1:]', problem: 'is not definite: "[:]" is a range of items' },
    { text: '$.a[0,1]', problem: 'is not definite: "[,]" names several items' },
    { text: "$['a','b']", problem: 'is not definite: "[,]" names several members' },
    { text: '$.a.length()', problem: 'calls the function "length", whose result is no place in the value' },
    { text: '$.sum($.a)', problem: 'calls the function "sum", whose result is no place in the value' },
    { text: '$.a b', problem: 'has a name with a blank, which has to stand in brackets and quotes' },
    { text: '$. a', problem: 'has a name with a blank, which has to stand in brackets and quotes' },
    { text: '$.detail[value]', problem: 'has a name in brackets without quotes around it' },
    { text: '$[]', problem: 'has a name in brackets without quotes around it' },
    { text: "$['a'b']", problem: 'has a name in brackets without quotes around it' },
    { text: '$[1.5]', problem: 'has a name in brackets without quotes around it' },
    { text: '$.a[', problem: 'has a "[" without "]"' },
    { text: "$['a'", problem: 'has a "[" without "]"' },
    { text: "$['\\u12']", problem: 'has a "\\u" that makes no character' },
    { text: "$['\\ud800']", problem: 'has a "\\u" that makes no character' },
    { text: '$.\ud800', problem: 'holds half of a character' },
    { text: '$[2147483648]', problem: 'has the index 2147483648, which no array reaches' },
    {
      text: `$.${'x'.repeat(MAX_PATH_CHARACTERS)}`,
      problem: 'has 514 characters, where a path has 512 at most',
    },
  ])('refuses $text, which $problem', ({ text, problem }) => {
    expect(parseJsonPath(text)).toEqual({ problem });
  });

  it('takes a path of the greatest length', () => {
    const name = 'x'.repeat(MAX_PATH_CHARACTERS - 2);

    expect(parseJsonPath(`$.${name}`)).toEqual(path(name));
  });
});
