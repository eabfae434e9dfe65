import { httpStatus } from '../../functions/bridge/http-status.ts';

/** What went wrong, for an operator: errors of AWS have a name that says more than their message. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message } = error;
  if (httpStatus(error) !== undefined) return message === '' ? name : `${name}: ${message}`;
  // Several addresses were tried; the error of all of them has no message of its own.
  if (error instanceof AggregateError && message === '') return error.errors.map(messageOf).join('; ');
  return message || name;
}
