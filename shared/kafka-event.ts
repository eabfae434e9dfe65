/**
 * What Lambda's event source mapping for Kafka sends to a function, and what it takes back.
 *
 * The published typings lack null keys and values and the Kafka form of a batch response, so the shapes are declared
 * here, as {@link https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html | AWS documents them}.
 */

/** `aws:kafka`: Amazon MSK. `SelfManagedKafka`: any other cluster; such an event has no `eventSourceArn`. */
export const KAFKA_EVENT_SOURCES = ['aws:kafka', 'SelfManagedKafka'] as const;
export type KafkaEventSource = (typeof KAFKA_EVENT_SOURCES)[number];

/** One header: an object with a single member, whose value is an array of signed bytes (-128..127). */
export type KafkaEventHeader = Readonly<Record<string, readonly number[] | null>>;

/**
 * The schema of a key or value whose frame Lambda has read, with `SchemaRegistryConfig` on the event source mapping. In the
 * record format `SOURCE` the frame is taken away, and this is what is left of it.
 *
 * See {@link https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html}.
 */
export interface KafkaSchemaMetadata {
  /** `AVRO`, `JSON` or `PROTOBUF`. */
  readonly dataFormat: string;
  /** A UUID of the Glue Schema Registry, or the number of a schema of a Confluent one. */
  readonly schemaId: string;
}

export interface KafkaEventRecord {
  readonly topic: string;
  readonly partition: number;
  /** Exact up to 2^53, as JSON numbers are. */
  readonly offset: number;
  /** Epoch milliseconds. */
  readonly timestamp?: number | null;
  /** `CREATE_TIME` or `LOG_APPEND_TIME`; other words are possible. */
  readonly timestampType?: string | null;
  /** Base64. Absent, null and (reported) empty all occur for a record without a key. */
  readonly key?: string | null;
  /** Base64. Absent or null for a tombstone. */
  readonly value?: string | null;
  readonly headers?: readonly KafkaEventHeader[] | null;
  readonly keySchemaMetadata?: Partial<KafkaSchemaMetadata> | null;
  readonly valueSchemaMetadata?: Partial<KafkaSchemaMetadata> | null;
}

export interface KafkaEvent {
  readonly eventSource: KafkaEventSource;
  readonly eventSourceArn?: string;
  /** Brokers as one comma-separated string. */
  readonly bootstrapServers?: string;
  /** By `<topic>-<partition>`; each list is in offset order. */
  readonly records: Readonly<Record<string, readonly KafkaEventRecord[]>>;
}

/** `partition` is the member name of `KafkaEvent.records`; identifiers that were not in the event fail the whole batch. */
export interface KafkaItemIdentifier {
  readonly partition: string;
  readonly offset: number;
}

/**
 * The partial batch response of a Kafka event source mapping.
 *
 * Item identifiers are objects; a flat string counts as malformed and repeats the whole batch.
 * See {@link https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html}.
 */
export interface KafkaBatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: KafkaItemIdentifier }[];
}
