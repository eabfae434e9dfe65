import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantile, ratios, spreadOf } from './statistics.ts';

describe('a spread', () => {
  test.each([
    { samples: [3], median: 3, low: 3, high: 3 },
    { samples: [2, 1], median: 1.5, low: 1.25, high: 1.75 },
    { samples: [5, 1, 3, 2, 4], median: 3, low: 2, high: 4 },
    { samples: [1, 1, 1, 1_000], median: 1, low: 1, high: 250.75 },
  ])('of $samples has the median $median between $low and $high', ({ samples, ...expected }) => {
    expect(spreadOf(samples)).toEqual({ ...expected, samples });
  });

  test('keeps the order in which samples were taken', () => {
    expect(spreadOf([3, 1, 2]).samples).toEqual([3, 1, 2]);
  });

  test('lies within its samples, in order', () => {
    const numbers = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, (samples) => {
        const { median, low, high } = spreadOf(samples);
        expect(Math.min(...samples)).toBeLessThanOrEqual(low);
        expect(low).toBeLessThanOrEqual(median);
        expect(median).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(Math.max(...samples));
      }),
    );
  });

  test('of nothing is refused', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('ratios', () => {
  test('are those of neighbours, so that a slow moment of the machine does not count', () => {
    // The machine is ten times slower during the second pair; the ratio of the medians would be 5.
    expect(ratios([1, 10, 1], [2, 20, 2])).toMatchObject({ median: 0.5, low: 0.5, high: 0.5 });
  });

  test('take the median of all pairs', () => {
    expect(ratios([2, 9, 4], [1, 1, 1]).median).toBe(4);
  });

  test('need as many samples of one as of the other', () => {
    expect(() => ratios([1, 2], [1])).toThrow('2 samples cannot be paired with 1.');
  });
});
