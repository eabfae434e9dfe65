import { getSystemErrorMessage } from 'node:util';
import { toCaller } from './caller-path.ts';

/** The error for a person who named a file that cannot be read. */
export function unreadable(file: string, cause: unknown): Error {
  return new Error(`${toCaller(file)} cannot be read: ${reason(cause)}`, { cause });
}

function reason(cause: unknown): string {
  const { errno, message } = cause as NodeJS.ErrnoException;
  return errno === undefined ? message : getSystemErrorMessage(errno);
}
