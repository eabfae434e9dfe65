import type { JsonWriter } from '../json/json-writer.ts';

/**
 * Writes one payload, `source[start, end)`, as JSON. What belongs to the payload rather than to the frame, such as the
 * message index of Protobuf, is part of it.
 *
 * @returns the position behind what was read: Avro ends where its schema does, whatever follows.
 * @throws RecordError `PAYLOAD_INVALID`, `PAYLOAD_LIMIT`, or `FRAME_INVALID` for a bad message index; `out` then holds a part
 * of the text
 */
export type PayloadRenderer = (source: Buffer, start: number, end: number, out: JsonWriter) => number;

/**
 * Whose serializers wrote a payload, where they differ: in the message index of Protobuf and in Avro's top-level bytes.
 */
export type PayloadStyle = 'glue' | 'confluent';
