import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, MAX_BACKOFF_MS } from '../../../functions/bridge/backoff.ts';

describe('backoffMs', () => {
  it.each([
    { repetition: 0, random: 0.5, expected: 100 },
    { repetition: 1, random: 0.5, expected: 200 },
    { repetition: 2, random: 0.5, expected: 400 },
    { repetition: 10, random: 0.5, expected: MAX_BACKOFF_MS / 2 },
  ])('doubles its bound up to a limit: repetition $repetition', ({ repetition, random, expected }) => {
    expect(backoffMs(repetition, 200, random)).toBe(expected);
  });

  it('spreads over the whole span from zero to its bound', () => {
    expect(backoffMs(3, 200, 0)).toBe(0);
    expect(backoffMs(3, 200, 0.999)).toBeCloseTo(1_600, -1);
  });

  it('never waits without a base delay', () => {
    expect(backoffMs(4, 0, 0.9)).toBe(0);
  });

  it('is never negative and never above the limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (repetition, baseMs, random) => {
          const delayMs = backoffMs(repetition, baseMs, random);
          expect(delayMs).toBeGreaterThanOrEqual(0);
          expect(delayMs).toBeLessThanOrEqual(MAX_BACKOFF_MS);
        },
      ),
    );
  });
});
