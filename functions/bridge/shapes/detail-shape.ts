import type { TopicDecoder } from '../decode.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { KafkaRecord } from '../read.ts';
import type { BatchSchemas } from '../resolve.ts';

/** What the details of a topic's records depend on. */
export interface ShapedTopic {
  readonly name: string;
  readonly detailType: string;
  readonly decoder: TopicDecoder;
}

/**
 * Writes the detail of one record, a JSON object, into a writer that is empty.
 *
 * @throws RecordError when the record cannot become an event
 */
export type WriteDetail = (record: KafkaRecord, schemas: BatchSchemas, out: JsonWriter) => void;

/** What the detail of an event looks like. */
export interface DetailShape {
  /** Prepares what the details of a topic have in common. */
  readonly writerOf: (topic: ShapedTopic) => WriteDetail;
}
