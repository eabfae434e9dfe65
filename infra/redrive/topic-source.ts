import type { TopicRecord } from './kafka/kafka-reader.ts';
import type { KafkaPort } from './kafka-port.ts';
import type { Item, Source } from './source.ts';

/** Records handed out at once, so that what they hold shares requests. */
const MAX_ITEMS = 100;

/** What the records handed out at once may have together, beyond the last. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

export interface TopicSourceOptions {
  readonly kafka: () => Promise<KafkaPort>;
  readonly topic: string;
  /** Aborted when no more records are wanted. */
  readonly signal: AbortSignal;
}

/** Records of a Kafka topic that Lambda writes documents to. Nothing can be deleted there: the journal skips them. */
export class TopicSource implements Source {
  readonly name: string;
  readonly #options: TopicSourceOptions;
  #records: AsyncIterator<TopicRecord> | undefined;

  constructor(options: TopicSourceOptions) {
    this.name = `topic ${options.topic}`;
    this.#options = options;
  }

  async count(): Promise<undefined> {
    return undefined;
  }

  async next(): Promise<readonly Item[]> {
    this.#records ??= await this.#open();
    const items: Item[] = [];
    let characters = 0;
    while (items.length < MAX_ITEMS && characters < MAX_CHARACTERS) {
      const record = await this.#nextRecord(this.#records);
      if (record === undefined) break;
      // A tombstone holds no document.
      if (record.value === null) continue;
      characters += record.value.length;
      const place = `${this.#options.topic}-${record.partition}@${record.offset}`;
      items.push({ place, holds: { text: record.value } });
    }
    return items;
  }

  async hold(): Promise<void> {}

  async remove(): Promise<ReadonlyMap<string, string>> {
    return new Map();
  }

  async release(): Promise<void> {
    await this.#records?.return?.();
  }

  remarks(): readonly string[] {
    return [];
  }

  async #nextRecord(records: AsyncIterator<TopicRecord>): Promise<TopicRecord | undefined> {
    try {
      const { done, value } = await records.next();
      return done === true ? undefined : value;
    } catch (error) {
      if (this.#options.signal.aborted) return undefined;
      throw error;
    }
  }

  async #open(): Promise<AsyncIterator<TopicRecord>> {
    const { topic, signal } = this.#options;
    return (await this.#options.kafka()).readTopic(topic, signal)[Symbol.asyncIterator]();
  }
}
