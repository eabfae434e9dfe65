import type { Classified } from '../classify.ts';
import type { RecordFailureCode } from '../errors.ts';
import { httpStatus } from '../http-status.ts';
import { RoleError } from '../role-error.ts';
import { toldMessage } from '../told-message.ts';

interface Rule {
  readonly reaction: 'repeat' | 'stop';
  readonly code: RecordFailureCode;
}

/** Bucket, key, Region and credentials are the same for all objects, so no record is to blame for them. */
const DENIED: Rule = { reaction: 'stop', code: 'OFFLOAD_DENIED' };
const UNAVAILABLE: Rule = { reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' };
const REFUSED: Rule = { reaction: 'stop', code: 'OFFLOAD_REFUSED' };

/**
 * Codes whose status misleads; the others go by it.
 * See {@link https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList}.
 */
const RULES: ReadonlyMap<string, Rule> = new Map([
  ['EntityTooLarge', REFUSED],
  ['KeyTooLongError', REFUSED],
  // The bucket is in another Region.
  ['AuthorizationHeaderMalformed', DENIED],
  ['IllegalLocationConstraintException', DENIED],
  ['InvalidBucketName', DENIED],
  ['ExpiredToken', DENIED],
  ['InvalidToken', DENIED],
  ['TokenRefreshRequired', DENIED],
  ['InvalidRequest', DENIED],
  // The client sets its clock by the answer.
  ['RequestTimeTooSkewed', UNAVAILABLE],
  ['RequestTimeout', UNAVAILABLE],
  ['OperationAborted', UNAVAILABLE],
  ['ConditionalRequestConflict', UNAVAILABLE],
  // What came to the bucket is not what was sent.
  ['BadDigest', UNAVAILABLE],
  ['IncompleteBody', UNAVAILABLE],
  ['XAmzContentSHA256Mismatch', UNAVAILABLE],
  ['KMS.ThrottlingException', UNAVAILABLE],
]);

const STATUS_RULES: ReadonlyMap<number, Rule> = new Map([
  [401, DENIED],
  [403, DENIED],
  [404, DENIED],
  [405, DENIED],
  [408, UNAVAILABLE],
  [413, REFUSED],
  [429, UNAVAILABLE],
]);

/** What S3 passes on from KMS: the key is disabled, gone, or not to be used. */
const KMS = 'KMS.';

/** What PutObject can answer, and the code that a record gets for it. */
export const UPLOAD_CAUSES: readonly { readonly cause: string; readonly code: RecordFailureCode }[] = [
  ...Array.from(RULES, ([cause, { code }]) => ({ cause, code })),
  ...Array.from(STATUS_RULES, ([status, { code }]) => ({ cause: `HTTP ${status}`, code })),
];

/**
 * Judges an upload that failed.
 *
 * @param hasTaken whether the bucket took other objects of the batch: only then an object is to blame for a refusal that
 * says nothing of its own.
 */
export function classifyUpload(error: unknown, hasTaken: boolean): Classified {
  if (error instanceof RoleError) {
    const { reaction, code } = error.isDenied ? DENIED : UNAVAILABLE;
    return { reaction, failure: { code, message: error.message } };
  }
  const name = error instanceof Error ? error.name : 'Error';
  const status = httpStatus(error);
  const { reaction, code } = RULES.get(name) ?? ruleOf(name, status ?? NO_ANSWER, hasTaken);
  const answered = status === undefined ? 'no answer' : `HTTP ${status}`;
  const told = isTold(code, name, status) && error instanceof Error ? `: ${toldMessage(error.message)}` : '';
  return { reaction, failure: { code, message: `${name} (${answered})${told}` } };
}

/** Stands for the status of an answer that did not come. */
const NO_ANSWER = 0;

function ruleOf(name: string, status: number, hasTaken: boolean): Rule {
  if (name.startsWith(KMS)) return DENIED;
  const rule = STATUS_RULES.get(status);
  if (rule !== undefined) return rule;
  // A redirection names the Region of a bucket that is elsewhere.
  if (isWithin(status, 300)) return DENIED;
  if (isWithin(status, 400)) return hasTaken ? REFUSED : DENIED;
  return UNAVAILABLE;
}

function isWithin(status: number, hundred: number): boolean {
  return status >= hundred && status < hundred + 100;
}

/** What is said of the caller or of the network; what a parser says quotes what it could not read. */
function isTold(code: RecordFailureCode, name: string, status: number | undefined): boolean {
  if (name === 'SyntaxError') return false;
  return code === 'OFFLOAD_DENIED' || (code === 'OFFLOAD_UNAVAILABLE' && status === undefined);
}
