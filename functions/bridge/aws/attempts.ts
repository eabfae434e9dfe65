import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from './wire/aws-answer.ts';

/** Longest wait before the second attempt, as in the SDK; it doubles from one to the next. */
const MAX_DELAY_MS = 100;

/**
 * Refusals that may pass: too many requests, or a wrong clock, which the answer has set right.
 *
 * See {@link https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html}.
 */
const PASSING_REFUSALS: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestExpired',
  'InvalidSignatureException',
]);

const TOO_MANY_REQUESTS = 429;

/**
 * Makes a call again after a failure that may pass: too many requests, a fault of the service, no answer or none that can be
 * read.
 *
 * @throws the error of the last attempt; after the abort of the signal that of the one under way.
 */
export async function withAttempts<T>(
  maxAttempts: number,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      if (made >= maxAttempts || signal.aborted || !mayPass(error)) throw error;
      await sleep(Math.random() * MAX_DELAY_MS * 2 ** (made - 1));
    }
  }
}

function mayPass(error: unknown): boolean {
  const isRefusal = error instanceof AwsError && error.$fault === 'client';
  if (!isRefusal || error.$metadata.httpStatusCode === TOO_MANY_REQUESTS) return true;
  return PASSING_REFUSALS.has(error.name);
}
