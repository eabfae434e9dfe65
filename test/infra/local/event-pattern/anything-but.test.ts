import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches, meets } from './matching.ts';

describe('anything-but', () => {
  it.each([
    ['on', '"off"', true],
    ['on', '"on"', false],
    ['on', 'null', true],
    ['on', 'true', true],
    ['on', '1', true],
    ['100', '100', true],
    [100, '100', false],
    [100, '1.0e2', false],
    [100, '101', true],
    [100, '"100"', true],
    [0, '-0', false],
    [100, '9007199254740993', true],
    [['a', 'b'], '"b"', false],
    [['a', 'b'], '"c"', true],
    [[1, 2], '2.0', false],
    [[1, 2], '"2"', true],
    [{ prefix: 'a' }, '"ab"', false],
    [{ prefix: 'a' }, '"ba"', true],
    [{ prefix: 'a' }, '1', true],
    [{ prefix: 'a' }, 'null', true],
    [{ prefix: ['a', 'b'] }, '"ba"', false],
    [{ suffix: '.txt' }, '"a.txt"', false],
    [{ suffix: ['.txt', '.log'] }, '"a.txt.bak"', true],
    [{ 'equals-ignore-case': 'Stopped' }, '"sTOPPED"', false],
    [{ 'equals-ignore-case': ['Stopped', ''] }, '""', false],
    [{ 'equals-ignore-case': ['Stopped', 'x'] }, '"y"', true],
    [{ wildcard: '*/dir/*' }, '"a/dir/b"', false],
    [{ wildcard: '*/dir/*' }, '"dir/a/file"', true],
    [{ wildcard: '*/dir/*' }, '123', true],
    [{ wildcard: ['*/init/*', '*/dir/*'] }, '"dir/init/dir"', false],
    [{ wildcard: '' }, '""', false],
  ])('%j against %s: %s', (excluded, value, expected) => {
    expect(meets([{ 'anything-but': excluded }], value)).toBe(expected);
  });

  it.each([['x'], [1], [['x']], [{ prefix: 'x' }], [{ wildcard: '*' }]])('%j needs the field', (excluded) => {
    expect(matches({ field: [{ 'anything-but': excluded }] }, {})).toBe(false);
    expect(matches({ field: [{ 'anything-but': excluded }] }, { field: [] })).toBe(false);
  });

  it('matches an array by any element that is not excluded', () => {
    expect(meets([{ 'anything-but': 'a' }], '["a","b"]')).toBe(true);
    expect(meets([{ 'anything-but': 'a' }], '["a","a"]')).toBe(false);
  });

  const scalar = fc.oneof(
    fc.constantFrom('a', 'b', '', '1'),
    fc.constantFrom(0, 1, 1.5, -2),
    fc.constantFrom(null, true, false),
  );

  it('is the opposite of equality when the field has one value', () => {
    const excluded = fc.oneof(
      fc.array(fc.constantFrom('a', 'b', '', '1'), { minLength: 1 }),
      fc.array(fc.constantFrom(0, 1, 1.5, -2), { minLength: 1 }),
    );
    fc.assert(
      fc.property(excluded, scalar, (values, value) => {
        const text = JSON.stringify(value);
        expect(meets([{ 'anything-but': values }], text)).toBe(!meets(values, text));
      }),
    );
  });

  it('is the opposite of the operator inside it', () => {
    const operator = fc.constantFrom('prefix', 'suffix', 'equals-ignore-case', 'wildcard');
    fc.assert(
      fc.property(
        operator,
        fc.string({ minLength: 1, unit: fc.constantFrom('a', 'B', 'b') }),
        scalar,
        (name, text, value) => {
          const condition = { [name]: text };
          const valueText = JSON.stringify(value);
          expect(meets([{ 'anything-but': condition }], valueText)).toBe(!meets([condition], valueText));
        },
      ),
    );
  });
});
