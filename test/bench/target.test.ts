import { expect, test } from 'vitest';
import { spreadOf } from './statistics.ts';
import { isMet, type Target } from './target.ts';

const TARGET = { name: 'x', unit: '×' } as const;

test.each<[Pick<Target, 'bound' | 'limit' | 'measured'>, boolean]>([
  [{ bound: 'at most', limit: 1.6, measured: 1.6 }, true],
  [{ bound: 'at most', limit: 1.6, measured: 1.61 }, false],
  [{ bound: 'at least', limit: 3, measured: 3 }, true],
  [{ bound: 'at least', limit: 3, measured: 2.99 }, false],
  [{ bound: 'at most', limit: 2, measured: spreadOf([1, 2, 9]) }, true],
  [{ bound: 'at most', limit: 2, measured: spreadOf([1, 3, 9]) }, false],
])('%j is met: %s', (target, expected) => {
  expect(isMet({ ...TARGET, ...target })).toBe(expected);
});
