import { MAX_REQUEST_BYTES, MAX_REQUEST_ENTRIES } from '../../shared/configuration/limits.ts';

/**
 * The fewest PutEvents requests that can hold the entries of one batch, were they divisible: nothing sends fewer.
 *
 * @param entryBytes the sum of their sizes, by EventBridge's formula.
 */
export function minimumRequests(entries: number, entryBytes: number): number {
  return Math.max(Math.ceil(entries / MAX_REQUEST_ENTRIES), Math.ceil(entryBytes / MAX_REQUEST_BYTES));
}
