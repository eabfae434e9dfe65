import type { OffsetRange } from '../../functions/redrive/document.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';

/** Kafka as a redrive uses it. */
export interface KafkaPort {
  /**
   * Reads records back, as Lambda would deliver them, and tells which are no longer there; a page at a time, so that a
   * range of any size can be read.
   */
  readPages(range: OffsetRange): AsyncIterable<OffsetReading>;
  /** Records from the beginning of a topic to its end as of the start; ends with an error when aborted. */
  readTopic(topic: string, signal: AbortSignal): AsyncIterable<TopicRecord>;
  close(): Promise<void>;
}

export interface OffsetReading {
  readonly records: readonly KafkaEventRecord[];
  readonly missing: readonly MissingRange[];
}

export interface MissingRange {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly reason: MissingReason;
}

export type MissingReason =
  | 'expired'
  | 'compacted'
  | 'of an open transaction'
  | 'beyond the end'
  | 'topic was made anew';

export interface TopicRecord {
  readonly partition: number;
  readonly offset: bigint;
  /** Null for a tombstone. */
  readonly value: string | null;
}
