import type { KafkaEvent, KafkaItemIdentifier } from '../../../shared/kafka-event.ts';

/** What went in against what came out. */
export interface AuditResult {
  readonly produced: number;
  /** Records that are on the bus, each counted once. */
  readonly sent: number;
  readonly deadLettered: number;
  /** Records that failed to the last attempt; a mapping gives them to its failure destination. */
  readonly exhausted: number;
  /** Records that are nowhere. */
  readonly lost: readonly string[];
  /** Events on the bus that no record explains. */
  readonly invented: readonly string[];
  /** Events beyond the first of a record: at-least-once delivery after a lost answer. */
  readonly duplicates: number;
}

interface Coordinates {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Follows every record by its coordinates, from the batch to the bus or the dead-letter queue. */
export class Audit {
  readonly #produced = new Set<string>();
  readonly #accepted = new Map<string, number>();
  readonly #deadLettered = new Set<string>();
  readonly #exhausted = new Set<string>();

  produced(event: KafkaEvent): void {
    for (const record of Object.values(event.records).flat()) this.#produced.add(name(record));
  }

  /** @param detail of an event that the bus accepted. */
  accepted(detail: string): void {
    const record = name(JSON.parse(detail));
    this.#accepted.set(record, (this.#accepted.get(record) ?? 0) + 1);
  }

  deadLettered(record: Coordinates): void {
    this.#deadLettered.add(name(record));
  }

  exhausted({ partition, offset }: KafkaItemIdentifier): void {
    this.#exhausted.add(`${partition}@${offset}`);
  }

  /** The audit of everything so far, or of the records of one event. */
  result(event?: KafkaEvent): AuditResult {
    const produced =
      event === undefined ? [...this.#produced] : Object.values(event.records).flat().map(name);
    const isSafe = (record: string) =>
      this.#accepted.has(record) || this.#deadLettered.has(record) || this.#exhausted.has(record);
    const sent = produced.filter((record) => this.#accepted.has(record));
    return {
      produced: produced.length,
      sent: sent.length,
      deadLettered: produced.filter((record) => this.#deadLettered.has(record)).length,
      exhausted: produced.filter((record) => this.#exhausted.has(record) && !this.#accepted.has(record))
        .length,
      lost: produced.filter((record) => !isSafe(record)),
      invented: [...this.#accepted.keys()].filter((record) => !this.#produced.has(record)),
      duplicates: sent.reduce((sum, record) => sum + (this.#accepted.get(record) ?? 0) - 1, 0),
    };
  }
}

function name({ topic, partition, offset }: Coordinates): string {
  return `${topic}-${partition}@${offset}`;
}
