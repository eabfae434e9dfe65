import { createHash } from 'node:crypto';
import type { FailedRecord } from './failed-record.ts';

/**
 * The same for letters of one record, which differ in time and error at most; another for any other record, also for one of
 * another cluster, or at the same place of a topic that was made anew.
 *
 * @returns undefined for a record that is nested deeper than it can be written. It is to be compared with none: one more
 * attempt at it does no harm.
 */
export function recordIdentity({ eventSource, eventSourceArn, record }: FailedRecord): string | undefined {
  try {
    return createHash('sha256')
      .update(JSON.stringify([eventSource, eventSourceArn, record]))
      .digest('base64url');
  } catch {
    return undefined;
  }
}
