import type { FailedRecord } from './failed-record.ts';

/** As many records as a few documents of Lambda hold; the oldest go first. */
const MAX_REMEMBERED = 50_000;

/**
 * Records that were sent although their message had to stay, kept for the life of the execution environment: when the
 * message comes again, they are not sent again. Forgetting one makes a duplicate, never a loss.
 */
export class SentRecords {
  readonly #names = new Set<string>();

  has(messageId: string, record: FailedRecord): boolean {
    return this.#names.has(nameOf(messageId, record));
  }

  add(messageId: string, record: FailedRecord): void {
    this.#names.add(nameOf(messageId, record));
    if (this.#names.size <= MAX_REMEMBERED) return;
    const [oldest] = this.#names;
    if (oldest !== undefined) this.#names.delete(oldest);
  }
}

/** A message holds a place once. */
function nameOf(messageId: string, { topic, partition, offset }: FailedRecord): string {
  return `${messageId} ${topic}-${partition}@${offset}`;
}
