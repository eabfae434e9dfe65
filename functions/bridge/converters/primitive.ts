import { RecordError } from '../errors.ts';
import type { JsonWriter } from '../json/json-writer.ts';

/**
 * The number and boolean converters of Kafka Connect (`org.apache.kafka.connect.converters.ShortConverter` and its
 * siblings) read Kafka's own serializers: big-endian, of exactly one size.
 */
function requireSize(source: Buffer, expected: number, type: string): void {
  if (source.length !== expected) {
    throw new RecordError('PAYLOAD_INVALID', `${type}: expected ${expected} bytes, found ${source.length}`);
  }
}

/** A 16-bit integer. */
export function convertShort(source: Buffer, out: JsonWriter): void {
  requireSize(source, 2, 'short');
  out.integer(source.readInt16BE(0));
}

/** A 32-bit integer. */
export function convertInteger(source: Buffer, out: JsonWriter): void {
  requireSize(source, 4, 'integer');
  out.integer(source.readInt32BE(0));
}

/** A 64-bit integer with all its digits. */
export function convertLong(source: Buffer, out: JsonWriter): void {
  requireSize(source, 8, 'long');
  out.int64(source.readInt32BE(0), source.readUInt32BE(4));
}

/** A 32-bit float in Java's text. */
export function convertFloat(source: Buffer, out: JsonWriter): void {
  requireSize(source, 4, 'float');
  out.float(source.readFloatBE(0));
}

/** A 64-bit float in Java's text. */
export function convertDouble(source: Buffer, out: JsonWriter): void {
  requireSize(source, 8, 'double');
  out.double(source.readDoubleBE(0));
}

/** One byte, 0 or 1. */
export function convertBoolean(source: Buffer, out: JsonWriter): void {
  requireSize(source, 1, 'boolean');
  const byte = source.readUInt8(0);
  if (byte > 1) throw new RecordError('PAYLOAD_INVALID', 'boolean: expected a byte of 0 or 1');
  out.boolean(byte === 1);
}
