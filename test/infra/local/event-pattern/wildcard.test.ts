import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWildcard } from '../../../../infra/local/event-pattern/wildcard.ts';
import { isTooComplex } from '../../../../infra/local/event-pattern/wildcard-complexity.ts';
import { withinBounds } from '../../../within-bounds.ts';
import { meets } from './matching.ts';

describe('wildcard', () => {
  it.each([
    ['dir/*.png', '"dir/a.png"', true],
    ['dir/*.png', '"dir/.png"', true],
    ['dir/*.png', '"dir/a.jpg"', false],
    ['*', '""', true],
    ['*', '"anything"', true],
    ['*', '1', false],
    ['*', 'null', false],
    ['', '""', true],
    ['', '"x"', false],
    ['abc', '"abc"', true],
    ['a*a', '"a"', false],
    ['a*a', '"aa"', true],
    ['*ab*', '"xaby"', true],
    ['/Users/*/doc.txt', '"/Users/me/dir/doc.txt"', true],
    ['/Users/*/doc.txt', '"/Users/me/notdoc.txt"', false],
    ['a\\*b', '"a*b"', true],
    ['a\\*b', '"axb"', false],
    ['a\\\\*b', '"a\\\\xb"', true],
    ['a\\\\b', '"a\\\\b"', true],
    ['\\**', '"*x"', true],
  ])('%s against %s: %s', (wildcard, value, expected) => {
    expect(meets([{ wildcard }], value)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const part = fc.constantFrom('a', 'b', 'ab', '.', '*', '\\*', '\\\\');
    const wildcards = fc.array(part, { maxLength: 8 }).filter((parts) => !/\*,\*/.test(parts.join()));
    const texts = fc.array(fc.constantFrom('a', 'b', '.', '*', '\\', '\n'), { maxLength: 12 });
    fc.assert(
      fc.property(wildcards, texts, (parts, characters) => {
        const source = parts.map((one) => (one === '*' ? '.*' : one.replace(/^[.]$/, '\\.'))).join('');
        const value = characters.join('');
        expect(matchesWildcard(parts.join(''))(value)).toBe(new RegExp(`^${source}$`, 's').test(value));
      }),
      { numRuns: 5_000 },
    );
  });

  it('takes no time that grows with the ways to match', () => {
    const matches = matchesWildcard(`${'*a'.repeat(500)}*b`);

    expect(withinBounds(() => matches('a'.repeat(200_000)))).toBe(false);
  });
});

describe('the complexity of wildcards', () => {
  it.each([
    [['*:*:*:*:*:event-bus/*'], true],
    [['arn:aws:events:us-east-1:*:event-bus/*'], false],
    [['/Users/*/dir/dir/dir/dir/dir/doc.txt'], false],
    [['*/init/*', '*/dir/*'], false],
    [['*.bif', '*.tiff', '*.tif', '*.svs'], false],
    [['*/datasync/*.bif', '*/datasync/*.tif'], false],
    [['*/datasync/*.bif', '*/datasync/*.tif', '*/datasync/*.tiff', '*/datasync/*.svs'], true],
    [['*a*a*a*a*a*'], true],
    [['*a*b*c*d*e*'], false],
    [[], false],
  ])('of %j is too high: %s', (wildcards, expected) => {
    expect(isTooComplex(wildcards)).toBe(expected);
  });

  it('is found out in bounded time', () => {
    const alike = Array.from({ length: 9 }, (_, index) => `${index}${'abcdefgh'.repeat(25)}*x`);

    withinBounds(() => isTooComplex(alike));
    withinBounds(() => isTooComplex([`*${'ab'.repeat(4)}*${'cdefghij'.repeat(200)}`]));
  });
});
