import type { JsonWriter } from '../json/json-writer.ts';
import type { AvroCursor } from './cursor.ts';

/** Reads one value at the cursor and writes it as JSON. */
export type Render = (cursor: AvroCursor, out: JsonWriter) => void;

/** A compiled schema. The members are assigned once, but late where a schema refers to itself. */
export interface Renderer {
  render: Render;
  /** The fewest bytes that a value takes on the wire; a lower bound where the schema refers to itself. */
  minBytes: number;
}
