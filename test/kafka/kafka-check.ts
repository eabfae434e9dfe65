import type { Admin } from '@platformatic/kafka';
import type { KafkaReader } from '../../infra/redrive/kafka/kafka-reader.ts';
import type { KafkaBroker } from './kafka-broker.ts';
import type { RecordWriter } from './record-writer.ts';

/** What a check works with. */
export interface KafkaCheckSetting {
  readonly broker: KafkaBroker;
  /** For topics and what else an administrator does. */
  readonly admin: Admin;
  readonly writer: RecordWriter;
  /** Connected without login. */
  readonly reader: KafkaReader;
}

/** Something that is to be true with a real broker. */
export interface KafkaCheck {
  /** A sentence about behaviour. */
  readonly says: string;
  /**
   * @returns figures for the person who reads along.
   * @throws AssertionError if it is not true.
   */
  run(setting: KafkaCheckSetting): Promise<string>;
}
