import type { DecimalFormat } from '../../../shared/configuration/format.ts';
import { invalid } from '../binary/payload-cursor.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { AvroCursor } from './cursor.ts';
import { compileDecimal, isDecimal, type WriteDecimal } from './decimal.ts';
import { PRIMITIVE_RENDERERS } from './primitive.ts';
import type { Render, Renderer } from './renderer.ts';
import type { Annotations, FixedSchema, PrimitiveSchema } from './schema.ts';

const CONNECT_TIME = 'org.apache.kafka.connect.data.Time';

/** Connect takes the last millisecond of a day and one more. */
const MAX_TIME_MS = 86_400_000;

/**
 * A primitive with its logical type or Connect annotation. Only three change the rendering: a decimal on bytes, a time of
 * day on int (checked) and the small integers of Connect. All others, unknown ones and those on the wrong base type look
 * like their base type.
 *
 * @see https://avro.apache.org/docs/1.11.1/specification/#logical-types
 */
export function compilePrimitive({ kind, annotations }: PrimitiveSchema, decimals: DecimalFormat): Renderer {
  const { render, minBytes } = PRIMITIVE_RENDERERS[kind];
  if (kind === 'bytes' && isDecimal(annotations)) {
    return { render: renderBytesDecimal(compileDecimal(annotations, decimals)), minBytes };
  }
  if (kind === 'int') return { render: compileInt(annotations, render), minBytes };
  return { render, minBytes };
}

/** A fixed type as base64 of its bytes, unless it is a decimal. */
export function compileFixed({ sizeBytes, annotations }: FixedSchema, decimals: DecimalFormat): Renderer {
  const write = isDecimal(annotations) ? compileDecimal(annotations, decimals) : writeBytes;
  const render: Render = (cursor, out) => {
    const start = cursor.skip(sizeBytes);
    write(cursor.bytes, start, start + sizeBytes, out);
  };
  return { render, minBytes: sizeBytes };
}

/** A datum of the type `bytes` without its length: all that there is. */
export function compileBareBytes({ annotations }: PrimitiveSchema, decimals: DecimalFormat): Renderer {
  const write = isDecimal(annotations) ? compileDecimal(annotations, decimals) : writeBytes;
  const render: Render = (cursor, out) => {
    const { end } = cursor;
    write(cursor.bytes, cursor.skip(end - cursor.position), end, out);
  };
  return { render, minBytes: 0 };
}

function compileInt({ logicalType, connectName, connectType }: Annotations, plain: Render): Render {
  if (logicalType === 'time-millis' || connectName === CONNECT_TIME) return renderTime;
  // Java casts, so values out of range wrap around.
  if (connectType === 'int8') return (cursor, out) => out.integer((cursor.readInt() << 24) >> 24);
  if (connectType === 'int16') return (cursor, out) => out.integer((cursor.readInt() << 16) >> 16);
  return plain;
}

function renderTime(cursor: AvroCursor, out: JsonWriter): void {
  const time = cursor.readInt();
  if (time < 0 || time > MAX_TIME_MS) throw invalid(`a time of day outside 0 to ${MAX_TIME_MS} ms`);
  out.integer(time);
}

function renderBytesDecimal(write: WriteDecimal): Render {
  return (cursor, out) => {
    const length = cursor.readLength();
    const start = cursor.skip(length);
    write(cursor.bytes, start, start + length, out);
  };
}

function writeBytes(bytes: Uint8Array, start: number, end: number, out: JsonWriter): void {
  out.base64String(bytes, start, end);
}
