import type { KafkaOptions } from '../kafka/kafka-options.ts';
import type { KafkaPort } from './kafka-port.ts';

/** A connection to Kafka that is made when it is first needed, which it may never be. */
export class KafkaConnection {
  readonly #options: KafkaOptions;
  #reader: Promise<KafkaPort> | undefined;

  constructor(options: KafkaOptions) {
    this.#options = options;
  }

  /** @throws when no broker can be reached; the next call tries again. */
  async open(): Promise<KafkaPort> {
    this.#reader ??= connect(this.#options);
    try {
      return await this.#reader;
    } catch (error) {
      this.#reader = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    const reader = await this.#reader?.catch(() => undefined);
    await reader?.close();
  }
}

/** The client is large: most redrives do without. */
async function connect(options: KafkaOptions): Promise<KafkaPort> {
  const { connectKafka } = await import('./kafka/kafka-reader.ts');
  return await connectKafka(options);
}
