import { describe, expect, it } from 'vitest';
import { newPace } from '../../../../functions/bridge/pace/pace.ts';

describe('newPace', () => {
  it('starts with the configured concurrency and rate, without having learned anything', () => {
    const pace = newPace({ maxConcurrency: 7, maxRequestsPerSecond: 4 });
    pace.rate.take(1_000);

    expect(pace.concurrency.requests).toBe(7);
    expect(pace.rate.waitMs(1_000)).toBe(250);
    expect(pace.latency.expectedMs).toBe(0);
    expect(pace.circuit.failure).toBeUndefined();
  });
});
