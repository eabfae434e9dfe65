import type { OffsetRange } from '../../functions/redrive/document.ts';
import type { TopicRecord } from './kafka/kafka-reader.ts';
import type { OffsetReading } from './kafka/offset-reading.ts';

/** A page of what a range holds, and why the rest of it is missing. */
export type OffsetPage = Pick<OffsetReading, 'records' | 'missing'>;

/** Kafka as a redrive uses it. */
export interface KafkaPort {
  /**
   * Reads records back, as Lambda would deliver them, and tells which are no longer there; a page at a time, so that a
   * range of any size can be read.
   */
  readPages(range: OffsetRange): AsyncIterable<OffsetPage>;
  /** Records from the beginning of a topic to its end as of the start; ends with an error when aborted. */
  readTopic(topic: string, signal: AbortSignal): AsyncIterable<TopicRecord>;
  close(): Promise<void>;
}
