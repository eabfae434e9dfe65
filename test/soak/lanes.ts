import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import type { Ordering } from './scenario.ts';

/** Which records have an order among themselves, by numbers: those of a partition, or of a key in a partition. */
export class Lanes {
  readonly #ordering: Ordering;
  readonly #numbers = new Map<string, number>();
  readonly #lanes: (number | undefined)[] = [];

  constructor(ordering: Ordering) {
    this.#ordering = ordering;
  }

  /** @param record number of the record, one more with each call. */
  add(record: number, { topic, partition, key }: KafkaEventRecord): void {
    const isOrdered = this.#ordering === 'partition' || (this.#ordering === 'key' && key !== undefined);
    const name = `${topic}-${partition} ${this.#ordering === 'key' ? key : ''}`;
    this.#lanes[record] = isOrdered ? this.#numberOf(name) : undefined;
  }

  /** Undefined for a record without order. */
  of(record: number): number | undefined {
    return this.#lanes[record];
  }

  #numberOf(name: string): number {
    const number = this.#numbers.get(name) ?? this.#numbers.size;
    this.#numbers.set(name, number);
    return number;
  }
}
