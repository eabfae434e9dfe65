import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Time to open a connection; AWS endpoints answer in a few milliseconds. */
const CONNECTION_TIMEOUT_MS = 2_000;

/** Time for a whole answer. Beyond it the request counts as failed; it may still have been carried out. */
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Aborts a request when it takes too long, whatever it waits for: the client's own timeout ends with the headers of the
 * answer, and a body can stall as well.
 */
export function requestSignal(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
}

/** Rejects with the reason of the signal, for work that goes on when it is aborted. */
export function whenAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}

/** Connections that stay open between requests and invocations. */
export function keepAliveHandler(
  maxSockets: number,
  requestTimeout: number = REQUEST_TIMEOUT_MS,
): NodeHttpHandler {
  const options = { keepAlive: true, maxSockets };
  return new NodeHttpHandler({
    httpAgent: new HttpAgent(options),
    httpsAgent: new HttpsAgent(options),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout,
    throwOnRequestTimeout: true,
  });
}
