import type { AcknowledgedRecord, JavaProducer, UnacknowledgedRecord } from './java-producer.ts';
import type { PlannedRecord } from './planned-record.ts';
import { type ProducerKind, producerOf } from './serializers.ts';
import { waitUntil } from './wait-until.ts';

export interface ProductionOptions {
  readonly producer: Pick<JavaProducer, 'closeProducer' | 'open' | 'send'>;
  readonly topic: string;
  readonly properties: Readonly<Record<ProducerKind, Readonly<Record<string, string>>>>;
}

/** Beyond Kafka's own patience with a broker, which is two minutes. */
const PATIENCE_MS = 150_000;

/** Writes planned records to a topic, and keeps what the broker said of each. */
export class Production {
  readonly acknowledged: AcknowledgedRecord[] = [];
  readonly unacknowledged: UnacknowledgedRecord[] = [];
  readonly #options: ProductionOptions;
  #sent = 0;

  constructor(options: ProductionOptions) {
    this.#options = options;
    const { producer, properties } = options;
    for (const kind of KINDS) producer.open(this.#name(kind), properties[kind]);
  }

  /** Records that are on their way to the broker. */
  get waiting(): number {
    return this.#sent - this.acknowledged.length - this.unacknowledged.length;
  }

  /** Hands records to the producer, whether or not the broker is there. */
  write(records: readonly PlannedRecord[]): void {
    for (const record of records) this.#send(record);
  }

  /** Waits until every record is acknowledged or never will be. */
  async settled(): Promise<void> {
    await waitUntil({
      for: () => `acknowledgements of ${this.waiting} records of ${this.#options.topic}`,
      until: () => this.waiting === 0,
      progress: () => this.waiting,
      patienceMs: PATIENCE_MS,
    });
  }

  close(): void {
    for (const kind of KINDS) this.#options.producer.closeProducer(this.#name(kind));
  }

  #send(record: PlannedRecord): void {
    const { producer, topic } = this.#options;
    this.#sent++;
    void producer.send(this.#name(producerOf(record)), topic, record).then((answered) => {
      if ('error' in answered) this.unacknowledged.push(answered);
      else this.acknowledged.push(answered);
    });
  }

  #name(kind: ProducerKind): string {
    return `${this.#options.topic}/${kind}`;
  }
}

const KINDS: readonly ProducerKind[] = ['plain', 'zlib', 'bytes'];
