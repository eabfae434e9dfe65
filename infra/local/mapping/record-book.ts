/** Where a record stands in Kafka. */
export interface Coordinates {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 * Numbers records from 0 on, in the order in which they are added. What is kept of a record is then a number in a list,
 * so that a million of them fit into memory.
 */
export class RecordBook {
  readonly #numbers = new Map<string, Map<number, Map<number, number>>>();
  readonly #topics: string[] = [];
  readonly #partitions: number[] = [];
  readonly #offsets: number[] = [];

  get size(): number {
    return this.#offsets.length;
  }

  /** The number of the record, a new one if it has none yet. */
  add({ topic, partition, offset }: Coordinates): number {
    const offsets = getOrSet(getOrSet(this.#numbers, topic), partition);
    const known = offsets.get(offset);
    if (known !== undefined) return known;
    const number = this.size;
    offsets.set(offset, number);
    this.#topics.push(topic);
    this.#partitions.push(partition);
    this.#offsets.push(offset);
    return number;
  }

  find({ topic, partition, offset }: Coordinates): number | undefined {
    return this.#numbers.get(topic)?.get(partition)?.get(offset);
  }

  offset(number: number): number {
    return this.#offsets[number] ?? Number.NaN;
  }

  name(number: number): string {
    return recordName({
      topic: this.#topics[number] ?? '',
      partition: this.#partitions[number] ?? Number.NaN,
      offset: this.offset(number),
    });
  }
}

/** As a person reads it in a report: `orders-0@15`. */
export function recordName({ topic, partition, offset }: Coordinates): string {
  return `${topic}-${partition}@${offset}`;
}

function getOrSet<Key, Inner, Value>(map: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map<Inner, Value>();
  map.set(key, made);
  return made;
}
