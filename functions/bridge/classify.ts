import type { RecordFailureCode } from './errors.ts';
import { httpStatus } from './http-status.ts';
import type { Failure } from './outcome.ts';
import type { EntryResult } from './put-events.ts';
import { RoleError } from './role-error.ts';
import { toldMessage } from './told-message.ts';

/**
 * What to do after a failure.
 *
 * - `repeat`: the same again after a wait.
 * - `stop`: another attempt is of no use now.
 * - `split`: one of the entries may be to blame; send them one by one.
 */
export type Reaction = 'repeat' | 'stop' | 'split';

export interface Classified {
  readonly reaction: Reaction;
  /** How the entry ends when it is not sent again; its code tells whether for good. */
  readonly failure: Failure;
}

interface Rule {
  readonly reaction: Reaction;
  readonly code: RecordFailureCode;
}

const UNAVAILABLE: Rule = { reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' };
const THROTTLED: Rule = { reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' };
/** Access is denied to all events alike, so nothing is dead-lettered for it. */
const DENIED: Rule = { reaction: 'stop', code: 'PUT_EVENTS_DENIED' };
/** Requests that were signed by a wrong clock, which their answers have set right; a wrong key is refused by the same name. */
const UNTIMELY: Rule = { reaction: 'repeat', code: 'PUT_EVENTS_DENIED' };
/** Only a bus that is found by its name can be missing here; the classic one takes events all the same. */
const MISSING: Rule = { reaction: 'stop', code: 'EVENT_BUS_MISSING' };
const REFUSED: Rule = { reaction: 'stop', code: 'EVENT_REFUSED' };
/** Nothing says that an unknown code will ever pass: it is tried a few times, then the event counts as refused. */
const UNKNOWN: Rule = { reaction: 'repeat', code: 'EVENT_REFUSED' };
const TOO_LARGE: Rule = { reaction: 'split', code: 'ENTRY_TOO_LARGE' };
const REJECTED: Rule = { reaction: 'split', code: 'EVENT_REFUSED' };

/** Codes that mean the same for an entry and for a whole request. */
const COMMON_RULES: readonly (readonly [string, Rule])[] = [
  ['ThrottlingException', THROTTLED],
  ['Throttling', THROTTLED],
  ['ThrottledException', THROTTLED],
  ['RequestThrottled', THROTTLED],
  ['RequestThrottledException', THROTTLED],
  ['TooManyRequestsException', THROTTLED],
  ['RequestLimitExceeded', THROTTLED],
  ['SlowDown', THROTTLED],
  ['InternalException', UNAVAILABLE],
  ['InternalFailure', UNAVAILABLE],
  ['ServiceUnavailable', UNAVAILABLE],
  ['AccessDeniedException', DENIED],
  ['AccessDenied', DENIED],
  ['UnauthorizedOperation', DENIED],
];

/**
 * Per-entry codes of PutEvents.
 * See {@link https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html}.
 */
const ENTRY_RULES: ReadonlyMap<string, Rule> = new Map([
  ...COMMON_RULES,
  ['InvalidAccountIdException', DENIED],
  ['InvalidArgument', REFUSED],
  ['MalformedDetail', REFUSED],
  ['RedactionFailure', REFUSED],
  ['NotAuthorizedForSourceException', REFUSED],
  ['NotAuthorizedForDetailTypeException', REFUSED],
]);

/**
 * Names under which a request fails as a whole. Bad, expired or missing credentials refuse all events alike.
 * See {@link https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html}.
 */
const REQUEST_RULES: ReadonlyMap<string, Rule> = new Map([
  ...COMMON_RULES,
  ['ExpiredTokenException', DENIED],
  ['IncompleteSignature', DENIED],
  ['InvalidSignatureException', UNTIMELY],
  ['MissingAuthenticationTokenException', DENIED],
  ['NotAuthorized', DENIED],
  ['OptInRequired', DENIED],
  ['RequestExpired', UNTIMELY],
  ['UnrecognizedClientException', DENIED],
  ['ResourceNotFoundException', MISSING],
  ['ValidationException', REJECTED],
  ['SerializationException', REJECTED],
  ['RequestEntityTooLargeException', TOO_LARGE],
]);

/** What a ValidationException says when a request, or the only entry of one, is too large. */
const OVER_LIMIT = /^Total size of the entries in the request is over the limit/;

/** A proxy answers with HTML, which the SDK reports as a SyntaxError: the status decides. */
const STATUS_RULES: ReadonlyMap<number, Rule> = new Map([
  [403, DENIED],
  [413, TOO_LARGE],
  [429, THROTTLED],
]);

/** What PutEvents can answer, and the code that a record gets for it; statuses are those of answers without a known name. */
export const PUT_EVENTS_CAUSES: readonly { readonly cause: string; readonly code: RecordFailureCode }[] = [
  ...[...ENTRY_RULES, ...REQUEST_RULES].map(([cause, { code }]) => ({ cause, code })),
  ...[...STATUS_RULES].map(([status, { code }]) => ({ cause: `HTTP ${status}`, code })),
];

/** EventBridge did not answer in the form of PutEvents, so the fate of the entries is unknown. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
}

/** Judges an entry that got no event id. */
export function classifyEntry({ errorCode, errorMessage }: EntryResult): Classified {
  const name = errorCode || 'no event id and no error code';
  const rule = ENTRY_RULES.get(name) ?? UNKNOWN;
  return classified(rule, name, CALLER_RULES.has(rule) ? errorMessage : undefined);
}

/** Judges a request that failed as a whole. */
export function classifyRequest(error: unknown): Classified {
  if (error instanceof RoleError) return classified(error.isDenied ? DENIED : UNAVAILABLE, error.message);
  const name = error instanceof Error ? error.name : 'Error';
  const status = httpStatus(error);
  const byStatus = status === undefined ? undefined : STATUS_RULES.get(status);
  const rule = isOverLimit(error) ? TOO_LARGE : (REQUEST_RULES.get(name) ?? byStatus ?? UNAVAILABLE);
  const answered = status === undefined ? 'no answer' : `HTTP ${status}`;
  return classified(
    rule,
    `${name} (${answered})`,
    isTold(rule, name, status) && error instanceof Error ? error.message : undefined,
  );
}

function isOverLimit(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException' && OVER_LIMIT.test(error.message);
}

/** Rules whose messages are about the caller. Those of others may quote the events, which are payload. */
const CALLER_RULES: ReadonlySet<Rule> = new Set([THROTTLED, DENIED, UNTIMELY]);

/** Beside those, what is told comes from the network. A parser's message quotes what it could not parse. */
function isTold(rule: Rule, name: string, status: number | undefined): boolean {
  if (name === 'SyntaxError') return false;
  return CALLER_RULES.has(rule) || (rule === UNAVAILABLE && status === undefined);
}

function classified({ reaction, code }: Rule, name: string, message?: string): Classified {
  return { reaction, failure: { code, message: message ? `${name}: ${toldMessage(message)}` : name } };
}
