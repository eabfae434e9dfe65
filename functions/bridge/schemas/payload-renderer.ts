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
 * Whose serializers wrote a payload, and whose converter its JSON looks like. They differ in the message index of Protobuf,
 * in Avro's top-level bytes, and in what they make of unions, oneofs and messages that are not there.
 */
export type PayloadStyle = 'glue' | 'confluent';
