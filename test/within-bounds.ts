import { expect } from 'vitest';

/**
 * Processor time, in milliseconds, that only work without bounds takes: what is held to it takes a tenth of it at most.
 * The time of this thread alone counts, so that a busy machine changes nothing; how fast the work is, the benchmark says.
 */
const BOUND_MS = 20_000;

/** Does the work, which must not grow with what a hostile input announces, combines or repeats. */
export function withinBounds<Result>(work: () => Result): Result {
  const before = process.threadCpuUsage();
  const result = work();
  const { user, system } = process.threadCpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(BOUND_MS);
  return result;
}
