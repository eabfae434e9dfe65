import type { TopicDecoder } from '../decode.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { MappedEvent, TopicMapping } from '../mapping/topic-mapping.ts';
import type { KafkaRecord } from '../read.ts';
import type { BatchSchemas } from '../resolve.ts';

/** What the details of a topic's records depend on. */
export interface ShapedTopic {
  readonly name: string;
  readonly mapping: TopicMapping;
  readonly decoder: TopicDecoder;
}

/**
 * Writes the detail of one record, a JSON object, into a writer that is empty.
 *
 * @returns what else the event is; it may follow from the value, which not every detail has in one piece.
 * @throws RecordError when the record cannot become an event
 */
export type WriteDetail = (record: KafkaRecord, schemas: BatchSchemas, out: JsonWriter) => MappedEvent;

/** Writes the value of a record behind what a writer holds, and maps the record by it. */
export function writeMappedValue(
  { mapping, decoder }: ShapedTopic,
  record: KafkaRecord,
  schemas: BatchSchemas,
  out: JsonWriter,
): MappedEvent {
  const start = out.length;
  decoder.value.write(record, schemas, out);
  return mapping.constant ?? mapping.of(record, out.bytes(), start, out.length);
}

/** What the detail of an event looks like. */
export interface DetailShape {
  /** Prepares what the details of a topic have in common. */
  readonly writerOf: (topic: ShapedTopic) => WriteDetail;
}
