import type { DecimalFormat } from '../../../../shared/configuration/format.ts';
import { decimalText, minimalStart } from '../../json/decimal-text.ts';
import { QUOTE } from '../../json/json-characters.ts';
import type { JsonWriter } from '../../json/json-writer.ts';

/** Writes a decimal whose unscaled value is `bytes[start, end)`, at least one byte of two's complement, big-endian. */
type WriteDecimal = (bytes: Uint8Array, start: number, end: number, scale: number, out: JsonWriter) => void;

/** As base64 the scale is lost, as in Connect. */
export const DECIMAL_WRITERS: Readonly<Record<DecimalFormat, WriteDecimal>> = {
  BASE64: (bytes, start, end, _scale, out) => out.base64String(bytes, minimalStart(bytes, start, end), end),
  NUMERIC: (bytes, start, end, scale, out) => out.ascii(decimalText(bytes, start, end, scale)),
  STRING: (bytes, start, end, scale, out) => {
    out.asciiCode(QUOTE);
    out.ascii(decimalText(bytes, start, end, scale));
    out.asciiCode(QUOTE);
  },
};
