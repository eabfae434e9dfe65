import type { JsonWriter } from '../json/json-writer.ts';
import { type AvroCursor, invalid } from './cursor.ts';
import { PRIMITIVE_RENDERERS } from './primitive.ts';
import type { Render, Renderer } from './renderer.ts';
import type { Annotations, FixedSchema, PrimitiveSchema } from './schema.ts';

const CONNECT_DECIMAL = 'org.apache.kafka.connect.data.Decimal';
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
export function compilePrimitive({ kind, annotations }: PrimitiveSchema): Renderer {
  const { render, minBytes } = PRIMITIVE_RENDERERS[kind];
  if (kind === 'bytes' && isDecimal(annotations)) return { render: renderBytesDecimal, minBytes };
  if (kind === 'int') return { render: compileInt(annotations, render), minBytes };
  return { render, minBytes };
}

/** A fixed type as base64 of its bytes. */
export function compileFixed({ sizeBytes, annotations }: FixedSchema): Renderer {
  const render: Render = isDecimal(annotations)
    ? (cursor, out) => writeDecimal(cursor, sizeBytes, out)
    : (cursor, out) => {
        const start = cursor.skip(sizeBytes);
        out.base64String(cursor.bytes, start, start + sizeBytes);
      };
  return { render, minBytes: sizeBytes };
}

export function isDecimal({ logicalType, connectName }: Annotations): boolean {
  return logicalType === 'decimal' || connectName === CONNECT_DECIMAL;
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

function renderBytesDecimal(cursor: AvroCursor, out: JsonWriter): void {
  writeDecimal(cursor, cursor.readLength(), out);
}

function writeDecimal(cursor: AvroCursor, length: number, out: JsonWriter): void {
  if (length === 0) throw invalid('a decimal without bytes');
  const start = cursor.skip(length);
  const end = start + length;
  out.base64String(cursor.bytes, minimalStart(cursor.bytes, start, end), end);
}

/** Where the two's complement number `bytes[start, end)` starts without the bytes that only repeat its sign. */
export function minimalStart(bytes: Uint8Array, start: number, end: number): number {
  let first = start;
  while (first + 1 < end && (bytes[first] === 0 || bytes[first] === 0xff)) {
    const isNegative = bytes[first] === 0xff;
    if ((bytes[first + 1] ?? 0) >= 0x80 !== isNegative) break;
    first += 1;
  }
  return first;
}
