import type { FailedRecord } from './failed-record.ts';
import { recordIdentity } from './record-identity.ts';

/** As many records as a few documents of Lambda hold, in some ten megabytes; the oldest go first. */
const MAX_REMEMBERED = 50_000;

/**
 * Records that were sent although their message had to stay, kept for the life of the execution environment: when the
 * message comes again, they are not sent again. Forgetting one makes a duplicate, never a loss; taking another record for
 * it would be a loss, so that records are known by all that they hold and not by their place.
 */
export class SentRecords {
  readonly #names = new Set<string>();

  has(messageId: string, record: FailedRecord): boolean {
    if (this.#names.size === 0) return false;
    const name = nameOf(messageId, record);
    return name !== undefined && this.#names.has(name);
  }

  add(messageId: string, record: FailedRecord): void {
    const name = nameOf(messageId, record);
    if (name === undefined) return;
    this.#names.add(name);
    if (this.#names.size <= MAX_REMEMBERED) return;
    const [oldest] = this.#names;
    if (oldest !== undefined) this.#names.delete(oldest);
  }
}

function nameOf(messageId: string, record: FailedRecord): string | undefined {
  const identity = recordIdentity(record);
  return identity === undefined ? undefined : `${messageId} ${identity}`;
}
