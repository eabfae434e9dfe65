import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesTopic } from '../../../../functions/bridge/mapping/topic-pattern.ts';

describe('matchesTopic', () => {
  it.each([
    { pattern: '*', topic: '', matches: true },
    { pattern: '*', topic: 'orders', matches: true },
    { pattern: 'orders.*', topic: 'orders.', matches: true },
    { pattern: 'orders.*', topic: 'orders', matches: false },
    { pattern: '*.eu', topic: '.eu', matches: true },
    { pattern: 'a*b*c', topic: 'abc', matches: true },
    { pattern: 'a*b*c', topic: 'axbxc', matches: true },
    { pattern: 'a*b*c', topic: 'acb', matches: false },
    { pattern: 'ab*ba', topic: 'aba', matches: false },
    { pattern: 'a*a', topic: 'a', matches: false },
    { pattern: '**', topic: 'a', matches: true },
    { pattern: 'orders', topic: 'orders', matches: true },
    { pattern: 'orders', topic: 'orders2', matches: false },
    { pattern: 'a.c*', topic: 'abc', matches: false },
  ])('of $topic with $pattern is $matches', ({ pattern, topic, matches }) => {
    expect(matchesTopic(pattern, topic)).toBe(matches);
  });

  it('takes what a regular expression takes', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });

    fc.assert(
      fc.property(text, text, (pattern, topic) => {
        const expression = pattern.replaceAll('.', '\\.').replaceAll('*', '.*');

        expect(matchesTopic(pattern, topic)).toBe(new RegExp(`^${expression}$`).test(topic));
      }),
      { numRuns: 1_000 },
    );
  });
});
