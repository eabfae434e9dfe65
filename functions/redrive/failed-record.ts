import type { KafkaEventSource } from '../../shared/kafka-event.ts';

/** A Kafka record that was not sent, wherever it was kept since. */
export interface FailedRecord {
  readonly eventSource: KafkaEventSource;
  /** Null for a cluster that is not Amazon MSK. */
  readonly eventSourceArn: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The record as Lambda delivers it in an event; the bridge judges its members. */
  readonly record: unknown;
  /** Why it failed: the code of a dead letter of the bridge, or the condition of a document of Lambda. */
  readonly code: string;
  /** ISO 8601, when it was given up. */
  readonly time: string;
}
