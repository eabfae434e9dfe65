import type { IncomingHttpHeaders } from 'node:http';

/** What is known of the answer that an error came with; the SDK's errors have the same member. */
export interface AnswerMetadata {
  readonly httpStatusCode: number;
  readonly requestId: string | undefined;
}

export function answerMetadata(httpStatusCode: number, headers: IncomingHttpHeaders): AnswerMetadata {
  const requestId =
    headers['x-amzn-requestid'] ?? headers['x-amzn-request-id'] ?? headers['x-amz-request-id'];
  return { httpStatusCode, requestId: typeof requestId === 'string' ? requestId : undefined };
}

/** No connection, no answer or not all of it, in the time that there was. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  readonly code = 'ETIMEDOUT';
}

/** The caller gave the request up, for the reason in `cause`. */
export class AbortError extends Error {
  override readonly name = 'AbortError';

  constructor(cause: unknown) {
    super('Request aborted', { cause });
  }
}

/** An answer that is not read to its end. */
export class AnswerTooLargeError extends Error {
  override readonly name = 'AnswerTooLargeError';
}

/** Codes of a connection that broke before the answer; the SDK gives such errors the name of a timeout. */
const BROKEN_CONNECTION: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** An error of a connection on which no answer came, under the name that the SDK gives it; code and message stay. */
export function connectionError(error: NodeJS.ErrnoException): Error {
  if (error.code !== undefined && BROKEN_CONNECTION.has(error.code)) error.name = 'TimeoutError';
  return error;
}
