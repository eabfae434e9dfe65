import type { KafkaEventSource } from '../../shared/kafka-event.ts';
import type { FailedRecord } from './failed-record.ts';
import type { RefusalCode } from './refusal.ts';

/** What a queue message, an object or a Kafka record holds, as far as redrive is concerned. */
export type RedriveDocument =
  | RecordsDocument
  | ObjectDocument
  | OffsetsDocument
  | EmptyDocument
  | RefusedDocument;

/** A dead letter of the bridge (one record), or a document of Lambda with its payload (a batch). */
export interface RecordsDocument {
  readonly kind: 'records';
  readonly records: readonly FailedRecord[];
  /** The bridge that wrote the dead letter; undefined for a document of Lambda. */
  readonly connectorId: string | undefined;
}

/** The document itself is an object: a notice of the bridge, or a notification of the bucket. */
export interface ObjectDocument {
  readonly kind: 'object';
  readonly objects: readonly ObjectPlace[];
  /** The bridge that wrote the notice; undefined for a notification, which tells only where the document is. */
  readonly connectorId?: string;
}

/** Where an object lies. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/** Lambda's document without payload: the records have to be read back from Kafka. */
export interface OffsetsDocument {
  readonly kind: 'offsets';
  readonly eventSource: KafkaEventSource;
  readonly eventSourceArn: string | null;
  /** Brokers as one comma-separated string, when the document names them. */
  readonly bootstrapServers: string | undefined;
  readonly ranges: readonly OffsetRange[];
  readonly code: string;
  readonly time: string;
}

/** Records of one partition, by their first and last offset, both included. */
export interface OffsetRange {
  readonly topic: string;
  readonly partition: number;
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** Epoch milliseconds of the first record, to notice a topic that was made anew; undefined when not told. */
  readonly firstTimestampMs: number | undefined;
}

/** Nothing to carry, such as the test message that S3 sends when notifications are set up. */
export interface EmptyDocument {
  readonly kind: 'empty';
}

export interface RefusedDocument {
  readonly kind: 'refused';
  readonly code: RefusalCode;
}
