import { describe, expect, it } from 'vitest';
import { ConcurrencyLimit } from '../../../../functions/bridge/pace/concurrency-limit.ts';

/** A limit that was halved as often as it takes to come down to one. */
function loweredToOne(max: number): ConcurrencyLimit {
  const limit = new ConcurrencyLimit(max);
  for (let nowMs = 0; limit.requests > 1; nowMs++) limit.throttled(nowMs, nowMs);
  return limit;
}

function answer(limit: ConcurrencyLimit, times: number): number[] {
  return Array.from({ length: times }, () => {
    limit.answered();
    return limit.requests;
  });
}

describe('ConcurrencyLimit', () => {
  it.each([1, 16, 128])('starts at the most that is configured: %i', (max) => {
    expect(new ConcurrencyLimit(max).requests).toBe(max);
  });

  it('is halved by a throttled request', () => {
    const limit = new ConcurrencyLimit(16);

    limit.throttled(100, 150);

    expect(limit.requests).toBe(8);
  });

  it('rounds half a request down', () => {
    const limit = new ConcurrencyLimit(5);

    limit.throttled(100, 150);

    expect(limit.requests).toBe(2);
  });

  it('never falls below one request', () => {
    const limit = new ConcurrencyLimit(3);

    for (let nowMs = 0; nowMs < 10; nowMs++) limit.throttled(nowMs, nowMs);
    const lowest = limit.requests;
    // From a limit of one, a single answer makes a round.
    limit.answered();

    expect([lowest, limit.requests]).toEqual([1, 2]);
  });

  it('is halved once for all requests that were under way when it was', () => {
    const limit = new ConcurrencyLimit(16);

    limit.throttled(100, 150);
    limit.throttled(101, 160);
    limit.throttled(149, 170);

    expect(limit.requests).toBe(8);
  });

  it('is halved once when requests that were under way together are throttled in the same millisecond', () => {
    const limit = new ConcurrencyLimit(16);

    limit.throttled(100, 150);
    limit.throttled(120, 150);

    expect(limit.requests).toBe(8);
  });

  it('is halved again by a request that was sent after it was', () => {
    const limit = new ConcurrencyLimit(16);

    limit.throttled(100, 150);
    limit.throttled(150, 200);

    expect(limit.requests).toBe(4);
  });

  it('counts what was under way from the last time it was halved, not from the first', () => {
    const limit = new ConcurrencyLimit(16);

    limit.throttled(100, 150);
    limit.throttled(160, 200);
    limit.throttled(170, 210);

    expect(limit.requests).toBe(4);
  });

  it('rises by one request for each round of answers', () => {
    // Each answer adds the limit's own share of a round: 1, 2, 2.5, 2.9, 3.24, 3.55, 3.83, 4.10 …
    expect(answer(loweredToOne(16), 12)).toEqual([2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 5]);
  });

  it('never rises above the most that is configured', () => {
    const limit = loweredToOne(3);

    answer(limit, 100);
    const highest = limit.requests;
    limit.throttled(100, 150);

    expect([highest, limit.requests]).toEqual([3, 1]);
  });

  it('does not rise above its start before anything was throttled', () => {
    const limit = new ConcurrencyLimit(4);

    answer(limit, 50);

    expect(limit.requests).toBe(4);
  });

  it('is still halved when the clock was set back', () => {
    const limit = new ConcurrencyLimit(16);
    limit.throttled(3_600_000, 3_600_050);

    limit.throttled(1_000, 1_050);
    limit.throttled(1_040, 1_060);

    expect(limit.requests).toBe(4);
  });
});
