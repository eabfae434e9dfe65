import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestRate } from '../../../../functions/bridge/pace/request-rate.ts';

/** Takes a turn, and tells how long the request has to wait for it. */
function turn(rate: RequestRate, nowMs: number): number {
  const waitMs = rate.waitMs(nowMs);
  rate.take(nowMs);
  return waitMs;
}

describe('RequestRate', () => {
  it('lets the first request pass at once', () => {
    expect(new RequestRate(4).waitMs(10_000)).toBe(0);
  });

  it('spaces requests that come together evenly', () => {
    const rate = new RequestRate(4);

    expect([turn(rate, 10_000), turn(rate, 10_000), turn(rate, 10_000), turn(rate, 10_100)]).toEqual([
      0, 250, 500, 650,
    ]);
  });

  it('lets a request pass from the very moment of its turn', () => {
    const rate = new RequestRate(4);
    rate.take(10_000);

    expect([rate.waitMs(10_249), rate.waitMs(10_250), rate.waitMs(10_251)]).toEqual([1, 0, 0]);
  });

  it('takes no turn when it is only asked for the wait', () => {
    const rate = new RequestRate(4);

    rate.waitMs(10_000);
    rate.waitMs(10_000);

    expect(rate.waitMs(10_000)).toBe(0);
  });

  it('saves no turns up while nothing is sent: there is no burst after it', () => {
    const rate = new RequestRate(4);
    rate.take(10_000);

    expect([turn(rate, 60_000), turn(rate, 60_000), turn(rate, 60_000)]).toEqual([0, 250, 500]);
  });

  it('has no cap at 0', () => {
    const rate = new RequestRate(0);

    expect(Array.from({ length: 100 }, () => turn(rate, 10_000))).toEqual(Array(100).fill(0));
  });

  it('keeps nobody waiting for a clock that was set back', () => {
    const rate = new RequestRate(4);
    rate.take(3_600_000);
    rate.take(3_600_000);

    expect([turn(rate, 1_000), turn(rate, 1_000), turn(rate, 2_000)]).toEqual([500, 750, 0]);
  });

  it('never lets two requests pass closer together than the interval, whenever they come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.array(fc.nat({ max: 2_000 }), { minLength: 2, maxLength: 50 }),
        (perSecond, gapsMs) => {
          const rate = new RequestRate(perSecond);
          let nowMs = 0;
          const sentAtMs = gapsMs.map((gapMs) => {
            nowMs += gapMs;
            return nowMs + turn(rate, nowMs);
          });

          const closest = Math.min(
            ...sentAtMs.slice(1).map((atMs, before) => atMs - (sentAtMs[before] ?? 0)),
          );
          expect(closest).toBeGreaterThanOrEqual(1_000 / perSecond - 1e-6);
        },
      ),
    );
  });
});
