import type { RecordFailureCode } from './errors.ts';
import type { Failure } from './outcome.ts';
import type { EntryResult } from './put-events.ts';

/**
 * What to do after a failure.
 *
 * - `repeat`: the same again after a wait.
 * - `repeat-then-refuse`: as `repeat`, but an entry that still fails is dead-lettered: the code is not known, so nothing
 *   says that it will ever pass.
 * - `refuse`: this entry will never pass.
 * - `split`: one of the entries may be to blame; send them in smaller requests, and refuse one that fails alone.
 * - `give-up`: all entries fail alike; report them without another attempt.
 */
export type Reaction = 'repeat' | 'repeat-then-refuse' | 'refuse' | 'split' | 'give-up';

export interface Classified {
  readonly reaction: Reaction;
  readonly failure: Failure;
}

/**
 * Per-entry codes of PutEvents.
 * See {@link https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html}.
 */
const ENTRY_CODES: ReadonlyMap<string, { reaction: Reaction; code: RecordFailureCode }> = new Map([
  ['InternalFailure', { reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' }],
  ['ThrottlingException', { reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' }],
  ['AccessDeniedException', { reaction: 'refuse', code: 'EVENT_REFUSED' }],
  ['InvalidAccountIdException', { reaction: 'refuse', code: 'EVENT_REFUSED' }],
  ['InvalidArgument', { reaction: 'refuse', code: 'EVENT_REFUSED' }],
  ['MalformedDetail', { reaction: 'refuse', code: 'EVENT_REFUSED' }],
  ['RedactionFailure', { reaction: 'refuse', code: 'EVENT_REFUSED' }],
  ['NotAuthorizedForSourceException', { reaction: 'refuse', code: 'EVENT_REFUSED' }],
  ['NotAuthorizedForDetailTypeException', { reaction: 'refuse', code: 'EVENT_REFUSED' }],
]);

/** Judges an entry that got no event id. */
export function classifyEntry({ errorCode, errorMessage }: EntryResult): Classified {
  const name = errorCode ?? 'no event id and no error code';
  const known = ENTRY_CODES.get(name);
  return {
    reaction: known?.reaction ?? 'repeat-then-refuse',
    failure: {
      code: known?.code ?? 'EVENT_REFUSED',
      // The messages of known codes name members; an unknown one may quote the event, which is payload.
      message: known === undefined || errorMessage === undefined ? name : `${name}: ${errorMessage}`,
    },
  };
}

/** EventBridge did not answer in the form of PutEvents, so the fate of the entries is unknown. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
}

const PAYLOAD_TOO_LARGE = 413;
const FORBIDDEN = 403;
const TOO_MANY_REQUESTS = 429;

/** Names under which AWS services reject a request for its contents. */
const CONTENT_ERRORS = new Set([
  'ValidationException',
  'SerializationException',
  'RequestEntityTooLargeException',
]);

const THROTTLING_ERRORS = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
]);

const DENIED_ERRORS = new Set(['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation']);

/**
 * Judges a request that failed as a whole. The status decides where the name does not: proxies answer with HTML, which
 * the SDK reports as a SyntaxError.
 */
export function classifyRequest(error: unknown): Classified {
  const name = error instanceof Error ? error.name : 'Error';
  const status = httpStatus(error);
  const message = requestMessage(error, name, status);
  if (status === PAYLOAD_TOO_LARGE) {
    return { reaction: 'split', failure: { code: 'ENTRY_TOO_LARGE', message } };
  }
  if (CONTENT_ERRORS.has(name)) return { reaction: 'split', failure: { code: 'EVENT_REFUSED', message } };
  if (THROTTLING_ERRORS.has(name) || status === TOO_MANY_REQUESTS) {
    return { reaction: 'repeat', failure: { code: 'PUT_EVENTS_THROTTLED', message } };
  }
  if (DENIED_ERRORS.has(name) || status === FORBIDDEN) {
    return { reaction: 'give-up', failure: { code: 'PUT_EVENTS_DENIED', message } };
  }
  return { reaction: 'repeat', failure: { code: 'PUT_EVENTS_UNAVAILABLE', message } };
}

function requestMessage(error: unknown, name: string, status: number | undefined): string {
  const answered = status === undefined ? 'no answer' : `HTTP ${status}`;
  // A parser's message quotes what it could not parse; service messages may quote the entries, which are payload.
  const isQuoting = name === 'SyntaxError' || CONTENT_ERRORS.has(name);
  return isQuoting || !(error instanceof Error)
    ? `${name} (${answered})`
    : `${name} (${answered}): ${error.message}`;
}

function httpStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata: unknown = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
