import type {
  KafkaEvent,
  KafkaEventHeader,
  KafkaEventRecord,
  KafkaSchemaMetadata,
} from '../../../shared/kafka-event.ts';

/** A record as a producer sends it. */
export interface ProducedRecord {
  readonly topic: string;
  readonly partition?: number;
  readonly offset: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly timestampType?: string;
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: readonly (readonly [string, Buffer | string])[];
  /** What Lambda's own registry integration tells of the value. */
  readonly valueSchemaMetadata?: KafkaSchemaMetadata;
}

const CLUSTER_ARN =
  'arn:aws:kafka:eu-west-1:123456789012:cluster/payments/751d2973-a626-431c-9d4e-d7975eb44dd7-2';
const MSK_BROKERS =
  'b-1.payments.a1bcde.c1.kafka.eu-west-1.amazonaws.com:9098,b-2.payments.a1bcde.c1.kafka.eu-west-1.amazonaws.com:9098';
const SELF_MANAGED_BROKERS = 'kafka-1.example.internal:9094,kafka-2.example.internal:9094';

/** The event with which Lambda delivers these records from Amazon MSK. */
export function mskEvent(records: readonly ProducedRecord[]): KafkaEvent {
  return {
    eventSource: 'aws:kafka',
    eventSourceArn: CLUSTER_ARN,
    bootstrapServers: MSK_BROKERS,
    records: byPartition(records),
  };
}

/** The event with which Lambda delivers these records from any other cluster. */
export function selfManagedEvent(records: readonly ProducedRecord[]): KafkaEvent {
  return {
    eventSource: 'SelfManagedKafka',
    bootstrapServers: SELF_MANAGED_BROKERS,
    records: byPartition(records),
  };
}

function byPartition(records: readonly ProducedRecord[]): KafkaEvent['records'] {
  const groups = Map.groupBy(records, ({ topic, partition = 0 }) => `${topic}-${partition}`);
  return Object.fromEntries(Array.from(groups, ([name, group]) => [name, group.map(eventRecord)]));
}

function eventRecord(record: ProducedRecord): KafkaEventRecord {
  const { topic, partition = 0, offset, timestamp, timestampType = 'CREATE_TIME' } = record;
  return {
    topic,
    partition,
    offset,
    timestamp,
    timestampType,
    // Lambda leaves the member of a missing key or value out.
    ...(record.key === null ? {} : { key: base64(record.key) }),
    ...(record.value === null ? {} : { value: base64(record.value) }),
    headers: (record.headers ?? []).map(
      ([name, value]): KafkaEventHeader => ({ [name]: signedBytes(value) }),
    ),
    ...(record.valueSchemaMetadata !== undefined && { valueSchemaMetadata: record.valueSchemaMetadata }),
  };
}

function base64(content: Buffer | string): string {
  return Buffer.from(content).toString('base64');
}

/** Header bytes as Lambda's Java side writes them: -128 to 127. */
function signedBytes(content: Buffer | string): number[] {
  return [...new Int8Array(Buffer.from(content))];
}
