/** Longest single wait: a batch has the function's timeout at most, and other requests wait behind this one. */
export const MAX_BACKOFF_MS = 10_000;

/**
 * Wait before a repetition: exponential with full jitter, so that many functions do not come back at the same moment.
 *
 * See {@link https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/}.
 *
 * @param repetition 0 for the first one.
 * @param random a number from 0 (inclusive) to 1 (exclusive).
 */
export function backoffMs(repetition: number, baseMs: number, random: number): number {
  return random * Math.min(MAX_BACKOFF_MS, baseMs * 2 ** repetition);
}
