/** Time to open a connection; AWS endpoints answer in a few milliseconds. */
export const CONNECTION_TIMEOUT_MS = 2_000;

/** Time for a whole answer. Beyond it the request counts as failed; it may still have been carried out. */
export const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Aborts a request when it takes too long, whatever it waits for: the client's own timeout ends with the headers of the
 * answer, and a body can stall as well.
 */
export function requestSignal(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
}
