import type { JsonWriter } from '../json/json-writer.ts';
import type { ProtobufCursor } from './cursor.ts';

/** Writes the value that starts at `start` as JSON. A value with a length takes all of `[start, end)`. */
export type Render = (cursor: ProtobufCursor, out: JsonWriter, start: number, end: number) => void;

/** Writes one member of an object, name and all, from the frame of its message. */
export type WriteMember = (cursor: ProtobufCursor, out: JsonWriter, frame: number) => void;
