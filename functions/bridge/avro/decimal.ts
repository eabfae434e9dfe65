import type { DecimalFormat } from '../../../shared/configuration/format.ts';
import { invalid } from '../binary/payload-cursor.ts';
import { RecordError } from '../errors.ts';
import { decimalText, minimalStart } from '../json/decimal-text.ts';
import { QUOTE } from '../json/json-characters.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { Annotations } from './schema.ts';

const CONNECT_DECIMAL = 'org.apache.kafka.connect.data.Decimal';

/**
 * Writes a decimal whose unscaled value is `bytes[start, end)`, in two's complement.
 *
 * @throws RecordError `PAYLOAD_INVALID` without bytes, `PAYLOAD_LIMIT` when it has too many digits
 */
export type WriteDecimal = (bytes: Uint8Array, start: number, end: number, out: JsonWriter) => void;

export function isDecimal({ logicalType, connectName }: Annotations): boolean {
  return logicalType === 'decimal' || connectName === CONNECT_DECIMAL;
}

/**
 * Picks how the decimals of a type are written. As base64 the scale is lost, as in Connect, and does not matter; the
 * number and its text need it.
 *
 * EventBridge takes integers of 64 bits, so a number of scale 0 beyond them fails there; and most readers of JSON make a
 * double of a number with more than 15 digits. The text is for those who need every digit.
 *
 * @throws RecordError `SCHEMA_INVALID` when the scale is needed and is no integer
 * @see https://avro.apache.org/docs/1.11.1/specification/#decimal
 */
export function compileDecimal(annotations: Annotations, format: DecimalFormat): WriteDecimal {
  if (format === 'BASE64') return writeUnscaled;
  const write = SCALED_WRITERS[format];
  const scale = decimalScale(annotations);
  return (bytes, start, end, out) => write(bytes, start, end, scale, out);
}

/** Writes a decimal whose scale is known, from the schema or from the payload. */
type WriteScaled = (bytes: Uint8Array, start: number, end: number, scale: number, out: JsonWriter) => void;

export const SCALED_WRITERS: Readonly<Record<Exclude<DecimalFormat, 'BASE64'>, WriteScaled>> = {
  NUMERIC: (bytes, start, end, scale, out) => out.ascii(decimalText(bytes, start, end, scale)),
  STRING: (bytes, start, end, scale, out) => {
    out.asciiCode(QUOTE);
    out.ascii(decimalText(bytes, start, end, scale));
    out.asciiCode(QUOTE);
  },
};

/** Base64 of the shortest form, which is the one that Java's BigInteger has. */
function writeUnscaled(bytes: Uint8Array, start: number, end: number, out: JsonWriter): void {
  if (start === end) throw invalid('a decimal without bytes');
  out.base64String(bytes, minimalStart(bytes, start, end), end);
}

/** Avro's attribute, whose default is 0; Connect alone keeps the scale among the parameters of its schema, as text. */
function decimalScale({ scale, connectScale }: Annotations): number {
  const value = scale === undefined ? integerOf(connectScale ?? '0') : scale;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new RecordError('SCHEMA_INVALID', 'the scale of a decimal is not an integer');
}

function integerOf(text: string): number {
  return /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
}
