import { AbortError } from './call-errors.ts';

/** What a wait ends with when its signal is aborted first. */
type ErrorOf = (signal: AbortSignal) => unknown;

/** The reason of the signal itself, where it says more than that something was aborted. */
export const reasonOf: ErrorOf = ({ reason }) => reason;

const abortErrorOf: ErrorOf = ({ reason }) => new AbortError(reason);

/**
 * Waits for something that does not heed the signal.
 *
 * @throws what `errorOf` makes of the signal when it is aborted first. @default an AbortError
 */
export async function unlessAborted<T>(
  work: Promise<T> | T,
  signal: AbortSignal,
  errorOf: ErrorOf = abortErrorOf,
): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(errorOf(signal));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
