import type { DeliveredEvent } from './delivered-event.ts';

export interface EventRecordOptions {
  /** Events are kept in memory until their details reach this many characters; 0 keeps none. */
  readonly keepEventCharacters: number;
  readonly onEvent: ((event: DeliveredEvent) => void) | undefined;
}

export interface EventCounts {
  /** Events on a bus that exists, whether or not the client saw the answer. */
  readonly accepted: number;
  /** Those of them whose answer a fault destroyed. */
  readonly answersLost: number;
  /** Those of them that no enabled rule matched: AWS drops these too, without a trace. */
  readonly unmatched: number;
  /** Events answered with an id although their bus does not exist: gone, as on AWS. */
  readonly dropped: number;
}

/**
 * What was truly accepted, whether or not the client ever heard of it. An audit compares this with what the client
 * believes: an event here that the client sent again is a duplicate, an event the client believes in that is not here
 * is a loss.
 */
export class EventRecord {
  readonly #options: EventRecordOptions;
  #events: DeliveredEvent[] = [];
  #keptCharacters = 0;
  #count = 0;
  #answersLost = 0;
  #unmatched = 0;
  #dropped = 0;

  constructor(options: EventRecordOptions) {
    this.#options = options;
  }

  add(event: DeliveredEvent): void {
    this.#count += 1;
    if (event.isAnswerLost) this.#answersLost += 1;
    if (this.#keptCharacters < this.#options.keepEventCharacters) {
      this.#events.push(event);
      this.#keptCharacters += event.detail.length;
    }
    this.#options.onEvent?.(event);
  }

  /** Counts an accepted event that no rule matched. */
  countUnmatched(): void {
    this.#unmatched += 1;
  }

  /** Counts an event that was put on a bus that does not exist: AWS answers with an id, and it is gone. */
  drop(): void {
    this.#dropped += 1;
  }

  /**
   * Every event accepted, in order.
   *
   * @throws {Error} when memory was too small to keep them all: an audit of a part would find losses that are none.
   */
  list(): readonly DeliveredEvent[] {
    if (this.#events.length < this.#count) {
      throw new Error(
        `Only the first ${this.#events.length} of ${this.#count} events are in memory. Raise keepEventCharacters, or read them with onEvent as they come.`,
      );
    }
    return this.#events;
  }

  counts(): EventCounts {
    return {
      accepted: this.#count,
      answersLost: this.#answersLost,
      unmatched: this.#unmatched,
      dropped: this.#dropped,
    };
  }

  clear(): void {
    this.#events = [];
    this.#keptCharacters = 0;
    this.#count = 0;
    this.#answersLost = 0;
    this.#unmatched = 0;
    this.#dropped = 0;
  }
}
