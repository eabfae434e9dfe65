import { describe, expect, it } from 'vitest';
import { LatencyEstimate } from '../../../../functions/bridge/pace/latency-estimate.ts';

/** What is expected after each of these answers. */
function expectedAfter(...latenciesMs: number[]): number[] {
  const estimate = new LatencyEstimate();
  return latenciesMs.map((latencyMs) => {
    estimate.add(latencyMs);
    return estimate.expectedMs;
  });
}

describe('LatencyEstimate', () => {
  it('expects nothing as long as nothing was measured', () => {
    expect(new LatencyEstimate().expectedMs).toBe(0);
  });

  it('takes the first answer as the mean, and half of it as the deviation', () => {
    // 100 + 4 x 50
    expect(expectedAfter(100)).toEqual([300]);
  });

  it('weighs a new answer with 1/8 in the mean and with 1/4 in the deviation', () => {
    expect(expectedAfter(100, 140, 65)).toEqual([
      300,
      // Deviation 50 + (40 - 50) / 4 = 47.5; mean 100 + 40 / 8 = 105; 105 + 4 x 47.5
      295,
      // Deviation 47.5 + (40 - 47.5) / 4 = 45.625; mean 105 - 40 / 8 = 100; 100 + 4 x 45.625
      282.5,
    ]);
  });

  it('takes an answer without any delay for a measurement like others', () => {
    // Mean 0 and deviation 0; then deviation 8 / 4 = 2 and mean 8 / 8 = 1.
    expect(expectedAfter(0, 8)).toEqual([0, 9]);
  });

  it('comes down to the latency of a bus that answers evenly', () => {
    expect(expectedAfter(...Array<number>(60).fill(100)).at(-1)).toBeCloseTo(100, 3);
  });
});
