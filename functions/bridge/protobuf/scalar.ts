import { invalid, NOT_SHORT } from '../binary/payload-cursor.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import { utf8SequenceLength } from '../json/utf8.ts';
import type { ProtobufCursor } from './cursor.ts';
import type { Render } from './renderer.ts';
import type { ScalarType } from './schema.ts';
import { I32, I64, LEN, VARINT } from './wire-type.ts';

/** Integers with a high half below this are exact as a number: up to 2^53 - 1. */
const MAX_EXACT_HIGH = 2 ** 21;
const TWO_TO_31 = 2 ** 31;
const TWO_TO_32 = 2 ** 32;

const HIGH_BITS = 0x80808080;

/** How values of a scalar type lie on the wire and look in JSON. */
export interface Scalar {
  readonly wireType: number;
  readonly render: Render;
  /** JSON text of the default. */
  readonly defaultText: string;
}

/** The reference prints each 64-bit integer as a number too; those from 2^63 up are positive here and negative there. */
export const SCALARS: Readonly<Record<ScalarType, Scalar>> = {
  double: { wireType: I64, render: renderDouble, defaultText: '0.0' },
  float: { wireType: I32, render: renderFloat, defaultText: '0.0' },
  int32: { wireType: VARINT, render: renderInt32, defaultText: '0' },
  int64: { wireType: VARINT, render: renderInt64, defaultText: '0' },
  uint32: { wireType: VARINT, render: renderUint32, defaultText: '0' },
  uint64: { wireType: VARINT, render: renderUint64, defaultText: '0' },
  sint32: { wireType: VARINT, render: renderSint32, defaultText: '0' },
  sint64: { wireType: VARINT, render: renderSint64, defaultText: '0' },
  fixed32: { wireType: I32, render: renderFixed32, defaultText: '0' },
  fixed64: { wireType: I64, render: renderFixed64, defaultText: '0' },
  sfixed32: { wireType: I32, render: renderSfixed32, defaultText: '0' },
  sfixed64: { wireType: I64, render: renderSfixed64, defaultText: '0' },
  bool: { wireType: VARINT, render: renderBool, defaultText: 'false' },
  string: { wireType: LEN, render: renderString, defaultText: '""' },
  bytes: { wireType: LEN, render: renderBytes, defaultText: '""' },
};

/** A string that has to be UTF-8: proto3 and editions. Elsewhere malformed sequences become U+FFFD, as in the reference. */
export function renderUtf8(cursor: ProtobufCursor, out: JsonWriter, start: number, end: number): void {
  if (!isUtf8(cursor, start, end)) throw invalid('a string that is not UTF-8');
  out.utf8Words(cursor.bytes, cursor.view, start, end);
}

function isUtf8({ bytes, view }: ProtobufCursor, start: number, end: number): boolean {
  let position = start;
  while (position + 4 <= end && (view.getInt32(position, true) & HIGH_BITS) === 0) position += 4;
  while (position < end) {
    const length = utf8SequenceLength(bytes, position, end);
    if (length === 0) return false;
    position += length;
  }
  return true;
}

function renderString(cursor: ProtobufCursor, out: JsonWriter, start: number, end: number): void {
  out.utf8Words(cursor.bytes, cursor.view, start, end);
}

function renderBytes(cursor: ProtobufCursor, out: JsonWriter, start: number, end: number): void {
  out.base64String(cursor.bytes, start, end);
}

function renderBool(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  const short = cursor.readShort();
  if (short === NOT_SHORT) {
    cursor.readVarint();
    out.boolean((cursor.low | cursor.high) !== 0);
  } else {
    out.boolean(short !== 0);
  }
}

function renderInt32(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  out.integer(cursor.readInt32());
}

function renderUint32(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  out.integer(cursor.readInt32() >>> 0);
}

function renderSint32(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  const bits = cursor.readInt32();
  out.integer((bits >>> 1) ^ -(bits & 1));
}

function renderInt64(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  const short = cursor.readShort();
  if (short === NOT_SHORT) {
    cursor.readVarint();
    writeSigned(cursor.high, cursor.low, out);
  } else {
    out.integer(short);
  }
}

function renderUint64(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  const short = cursor.readShort();
  if (short === NOT_SHORT) {
    cursor.readVarint();
    writeUnsigned(cursor.high, cursor.low, out);
  } else {
    out.integer(short);
  }
}

function renderSint64(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  const short = cursor.readShort();
  if (short === NOT_SHORT) {
    cursor.readVarint();
    const { high, low } = cursor;
    const sign = -(low & 1);
    writeSigned((high >>> 1) ^ sign, (((low >>> 1) | (high << 31)) ^ sign) >>> 0, out);
  } else {
    out.integer((short >>> 1) ^ -(short & 1));
  }
}

function renderFixed32(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  out.integer(cursor.view.getUint32(cursor.skip(4), true));
}

function renderSfixed32(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  out.integer(cursor.view.getInt32(cursor.skip(4), true));
}

function renderFixed64(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  cursor.readFixed64();
  writeUnsigned(cursor.high, cursor.low, out);
}

function renderSfixed64(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  cursor.readFixed64();
  writeSigned(cursor.high, cursor.low, out);
}

function renderFloat(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  out.float(cursor.view.getFloat32(cursor.skip(4), true));
}

function renderDouble(cursor: ProtobufCursor, out: JsonWriter, start: number): void {
  cursor.position = start;
  out.double(cursor.view.getFloat64(cursor.skip(8), true));
}

function writeSigned(high: number, low: number, out: JsonWriter): void {
  const signed = high | 0;
  if (signed >= -MAX_EXACT_HIGH && signed < MAX_EXACT_HIGH) out.integer(signed * TWO_TO_32 + low);
  else out.int64(signed, low);
}

function writeUnsigned(high: number, low: number, out: JsonWriter): void {
  if (high < MAX_EXACT_HIGH) out.integer(high * TWO_TO_32 + low);
  else if (high < TWO_TO_31) out.int64(high, low);
  else out.bigint((BigInt(high) << 32n) | BigInt(low));
}
