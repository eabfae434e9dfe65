import { Producer, type ProducerOptions, stringSerializers } from '@platformatic/kafka';
import { afterEach, beforeEach } from 'vitest';
import type { ReadLimits, StartingPosition, Subscription } from '../../../../infra/kafka/record-source.ts';
import {
  type EmbeddedKafka,
  type EmbeddedKafkaOptions,
  type NewRecord,
  startEmbeddedKafka,
} from '../../../../infra/local/kafka/embedded-kafka.ts';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';

export const TOPIC = 'orders';

type TextProducer = Producer<string, string, string, string>;

export interface RunningKafka {
  readonly kafka: EmbeddedKafka;
  /** Everything that was appended, in order. */
  readonly appended: readonly KafkaEventRecord[];
  /** A real producer, which is closed after the test. It tries again soon. */
  producer(options?: Partial<ProducerOptions<string, string, string, string>>): TextProducer;
}

/** Starts a Kafka with one topic before each test of the file and closes it after it. */
export function runKafka(options: Partial<EmbeddedKafkaOptions> = {}): RunningKafka {
  let running: EmbeddedKafka | undefined;
  let appended: KafkaEventRecord[] = [];
  const producers: TextProducer[] = [];
  const current = () => {
    if (running === undefined) throw new Error('Kafka runs within tests only.');
    return running;
  };
  beforeEach(async () => {
    appended = [];
    running = await startEmbeddedKafka({
      topics: [{ name: TOPIC, partitions: 3 }],
      onAppended: (record) => appended.push(record),
      ...options,
    });
  });
  afterEach(async () => {
    await Promise.all(producers.splice(0).map((producer) => producer.close()));
    await running?.close();
    running = undefined;
  });
  return {
    get kafka() {
      return current();
    },
    get appended() {
      return appended;
    },
    producer: (producerOptions = {}) => {
      const producer = new Producer({
        clientId: 'test',
        bootstrapBrokers: [current().bootstrapServers],
        retries: 3,
        retryDelay: 10,
        serializers: stringSerializers,
        ...producerOptions,
      });
      producers.push(producer);
      return producer;
    },
  };
}

export function newRecord(overrides: Partial<NewRecord> = {}): NewRecord {
  return { topic: TOPIC, partition: 0, ...overrides };
}

export function subscription(overrides: Partial<Subscription> = {}): Subscription {
  const startingPosition: StartingPosition = 'TRIM_HORIZON';
  return { topic: TOPIC, groupId: 'bridge', startingPosition, onRevoked: async () => {}, ...overrides };
}

/** Reads what is there now, unless told otherwise. */
export function limits(overrides: Partial<ReadLimits> = {}): ReadLimits {
  return {
    maxRecords: 1_000,
    waitMs: 0,
    except: new Set(),
    signal: new AbortController().signal,
    ...overrides,
  };
}

/** `<partition>@<offset>` of each. */
export function places(records: readonly KafkaEventRecord[]): string[] {
  return records.map(({ partition, offset }) => `${partition}@${offset}`);
}
