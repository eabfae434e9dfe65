import { RECORD_FAILURES } from './errors.ts';
import type { Failure, Outcome } from './outcome.ts';
import type { KafkaRecord } from './read.ts';

/** Records do not add up: a bug. The batch fails as a whole, so that it is delivered again. */
export class ConservationError extends Error {
  override readonly name = 'ConservationError';
  readonly code = 'RECORDS_UNACCOUNTED';
}

/** A record that no repetition helps; it waits for the dead-letter store. */
export interface Rejection {
  /** Position of the record in the batch. */
  readonly index: number;
  readonly record: KafkaRecord;
  readonly failure: Failure;
}

/** The book in which every record of a batch gets its outcome, exactly once. */
export class Ledger {
  readonly #records: readonly KafkaRecord[];
  readonly #outcomes: (Outcome | undefined)[];
  readonly #rejections = new Map<number, Rejection>();

  constructor(records: readonly KafkaRecord[]) {
    this.#records = records;
    this.#outcomes = new Array<Outcome | undefined>(records.length).fill(undefined);
  }

  /** Records that wait for the dead-letter store. */
  get rejections(): Rejection[] {
    return [...this.#rejections.values()];
  }

  /**
   * Enters how a record ended.
   *
   * @param index position of the record in the batch.
   */
  settle(index: number, outcome: Outcome): void {
    if (this.#records[index] === undefined) throw new ConservationError(`There is no record ${index}.`);
    if (this.#outcomes[index] !== undefined) {
      throw new ConservationError(`Record ${index} of ${this.#records.length} got a second outcome.`);
    }
    this.#outcomes[index] = outcome;
    this.#rejections.delete(index);
  }

  /** Enters a failure: a transient one is settled as a retry, a permanent one becomes a rejection, to be settled later. */
  fail(index: number, failure: Failure): void {
    const record = this.#records[index];
    if (record === undefined || RECORD_FAILURES[failure.code].kind === 'transient') {
      this.settle(index, { kind: 'retry', failure });
    } else if (this.#rejections.has(index) || this.#outcomes[index] !== undefined) {
      throw new ConservationError(`Record ${index} of ${this.#records.length} failed after it had ended.`);
    } else {
      this.#rejections.set(index, { index, record, failure });
    }
  }

  /** Enters a failure for every record that nothing is known of. */
  failUnreached(failure: Failure): void {
    for (const index of this.#records.keys()) {
      if (this.#outcomes[index] === undefined && !this.#rejections.has(index)) this.fail(index, failure);
    }
  }

  /**
   * Closes the book.
   *
   * @returns the outcomes in the order of the records.
   * @throws ConservationError unless records in = sent + retried + dead-lettered.
   */
  close(): Outcome[] {
    const outcomes = this.#outcomes.filter((outcome) => outcome !== undefined);
    if (outcomes.length !== this.#records.length) {
      throw new ConservationError(
        `${this.#records.length} records came in, ${outcomes.length} are accounted for.`,
      );
    }
    return outcomes;
  }
}
