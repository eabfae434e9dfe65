import { httpStatus } from './http-status.ts';
import { toldMessage } from './told-message.ts';

/** Answers of STS that say nothing against the caller, though their status does. */
const PASSING: ReadonlySet<string> = new Set([
  'RequestLimitExceeded',
  'RequestTimeout',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 429]);

const REMEDY =
  'Allow sts:AssumeRole on it to the execution role, and let its trust policy name the execution role and the external id of the configuration.';

/**
 * A role could not be assumed. No record is to blame for it, whatever AWS calls the error.
 *
 * The name is that of the cause, for whoever goes by AWS's codes.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export class RoleError extends Error {
  override readonly name: string;
  /** STS refuses the caller; otherwise it did not answer, or not now. */
  readonly isDenied: boolean;

  constructor(roleArn: string, cause: unknown) {
    const name = cause instanceof Error ? cause.name : 'Error';
    const status = httpStatus(cause);
    const isDenied = isRefusal(status) && !PASSING.has(name) && !PASSING_STATUSES.has(status);
    const answered = status === undefined ? 'no answer' : `HTTP ${status}`;
    // The answer holds credentials, and a parser's message quotes what it could not parse.
    const isTold = name !== 'SyntaxError' && (status === undefined || isRefusal(status));
    const told = isTold && cause instanceof Error ? `: ${withFullStop(toldMessage(cause.message))}` : '.';
    const remedy = isDenied ? ` ${REMEDY}` : '';
    super(`The role ${roleArn} could not be assumed. ${name} (${answered})${told}${remedy}`, { cause });
    this.name = name;
    this.isDenied = isDenied;
  }
}

function isRefusal(status: number | undefined): status is number {
  return status !== undefined && status >= 400 && status < 500;
}

function withFullStop(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
