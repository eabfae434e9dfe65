import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Rate } from '../../../infra/redrive/rate.ts';

it('lets the first batch go at once, and each later one when those before it have had their time', () => {
  let nowMs = 5_000;
  const rate = new Rate(100, () => nowMs);

  expect(rate.reserveMs(50)).toBe(0);
  expect(rate.reserveMs(10)).toBe(500);
  nowMs += 600;
  expect(rate.reserveMs(10)).toBe(0);
  nowMs += 60_000;
  expect(rate.reserveMs(10)).toBe(0);
});

it('never lets more go than the rate, whatever the batches and the pauses', () => {
  const step = fc.record({ records: fc.integer({ min: 1, max: 500 }), pauseMs: fc.nat(5_000) });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), fc.array(step, { minLength: 2 }), (perSecond, steps) => {
      let nowMs = 0;
      const rate = new Rate(perSecond, () => nowMs);
      let gone = 0;
      for (const { records, pauseMs } of steps) {
        nowMs += pauseMs;
        nowMs += rate.reserveMs(records);
        // Whatever went before has had its time by now.
        expect(gone).toBeLessThanOrEqual((nowMs * perSecond) / 1_000 + 1e-6);
        gone += records;
      }
    }),
  );
});
