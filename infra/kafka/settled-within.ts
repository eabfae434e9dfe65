/**
 * Waits for a promise, but not for ever. How it ends is of no interest, and when it ends later, neither.
 *
 * @returns whether it has ended in time.
 */
export async function settledWithin(timeoutMs: number, promise: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timeout = setTimeout(resolve, timeoutMs, false);
  const settled = promise.then(
    () => true,
    () => true,
  );
  const isSettled = await Promise.race([settled, late]);
  clearTimeout(timeout);
  return isSettled;
}
