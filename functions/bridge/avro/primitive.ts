import { NOT_SHORT } from '../binary/payload-cursor.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { AvroCursor } from './cursor.ts';
import type { Renderer } from './renderer.ts';
import type { PrimitiveTypeName } from './schema.ts';

/** Longs with these high halves are exact as a number: -2^53 to 2^53 - 1. */
const MIN_EXACT_HIGH = -(2 ** 21);
const MAX_EXACT_HIGH = 2 ** 21 - 1;

const FLOAT_BYTES = 4;
const DOUBLE_BYTES = 8;

/** How the values of the primitive types look in Connect's JSON. */
export const PRIMITIVE_RENDERERS: Readonly<Record<PrimitiveTypeName, Renderer>> = {
  null: { render: renderNull, minBytes: 0 },
  boolean: { render: renderBoolean, minBytes: 1 },
  int: { render: renderInt, minBytes: 1 },
  long: { render: renderLong, minBytes: 1 },
  float: { render: renderFloat, minBytes: FLOAT_BYTES },
  double: { render: renderDouble, minBytes: DOUBLE_BYTES },
  bytes: { render: renderBytes, minBytes: 1 },
  string: { render: renderString, minBytes: 1 },
};

function renderNull(_cursor: AvroCursor, out: JsonWriter): void {
  out.null();
}

/** Only the byte 1 is true, whatever else there is. */
function renderBoolean(cursor: AvroCursor, out: JsonWriter): void {
  out.boolean(cursor.bytes[cursor.skip(1)] === 1);
}

function renderInt(cursor: AvroCursor, out: JsonWriter): void {
  out.integer(cursor.readInt());
}

function renderLong(cursor: AvroCursor, out: JsonWriter): void {
  const short = cursor.readShort();
  if (short !== NOT_SHORT) {
    out.integer(short);
    return;
  }
  cursor.readLong();
  const { high, low } = cursor;
  if (high >= MIN_EXACT_HIGH && high <= MAX_EXACT_HIGH) out.integer(cursor.long);
  else out.int64(high, low);
}

function renderFloat(cursor: AvroCursor, out: JsonWriter): void {
  out.float(cursor.view.getFloat32(cursor.skip(FLOAT_BYTES), true));
}

function renderDouble(cursor: AvroCursor, out: JsonWriter): void {
  out.double(cursor.view.getFloat64(cursor.skip(DOUBLE_BYTES), true));
}

function renderBytes(cursor: AvroCursor, out: JsonWriter): void {
  const length = cursor.readLength();
  const start = cursor.skip(length);
  out.base64String(cursor.bytes, start, start + length);
}

function renderString(cursor: AvroCursor, out: JsonWriter): void {
  const length = cursor.readLength();
  const start = cursor.skip(length);
  out.utf8Words(cursor.bytes, cursor.view, start, start + length);
}
