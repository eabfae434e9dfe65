import type { DecimalFormat } from '../../../shared/configuration/format.ts';
import { RecordError } from '../errors.ts';
import { decimalText, MAX_DECIMAL_CHARACTERS, minimalStart } from '../json/decimal-text.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import { base64At } from './base64-text.ts';
import type { CompactJson } from './compact-json.ts';
import type { RenderValue } from './connect-type.ts';
import { unscaledInteger } from './exact-number.ts';
import { invalid } from './invalid.ts';
import { isNumber, numberAt } from './number-token.ts';
import { twosComplement } from './twos-complement.ts';

type WriteDecimal = (unscaled: Uint8Array, scale: number, out: JsonWriter) => void;

/** How an unscaled value, in two's complement, and its scale are written. */
export const DECIMAL_WRITERS: Readonly<Record<DecimalFormat, WriteDecimal>> = {
  BASE64: (unscaled, _scale, out) =>
    out.base64String(unscaled, minimalStart(unscaled, 0, unscaled.length), unscaled.length),
  NUMERIC: (unscaled, scale, out) => out.ascii(decimalText(unscaled, 0, unscaled.length, scale)),
  STRING: (unscaled, scale, out) => out.ascii(`"${decimalText(unscaled, 0, unscaled.length, scale)}"`),
};

/**
 * Connect's decimal. In the document it is base64 of the unscaled value or a number, after the `decimal.format` of the
 * producer; either becomes what `format` says.
 *
 * A number with fewer decimals than the schema gets zeros, which Connect refuses to do; one with more would have to be
 * rounded and is an error.
 */
export function compileDecimal(scale: number, format: DecimalFormat): RenderValue {
  const write = DECIMAL_WRITERS[format];
  return (json, at, out) => {
    const end = json.end(at);
    const unscaled = isNumber(json, at)
      ? unscaledNumber(json, at, end, scale)
      : base64At(json, at, end, 'a decimal');
    if (unscaled.length === 0) throw invalid('a decimal without bytes');
    write(unscaled, scale, out);
    return end;
  };
}

function unscaledNumber(json: CompactJson, at: number, end: number, scale: number): Buffer {
  const number = numberAt(json, at, end);
  if (number.digits.length + scale - number.scale > MAX_DECIMAL_CHARACTERS) {
    throw new RecordError('PAYLOAD_LIMIT', `a decimal of more than ${MAX_DECIMAL_CHARACTERS} digits`);
  }
  const unscaled = unscaledInteger(number, scale, MAX_DECIMAL_CHARACTERS);
  if (unscaled === undefined) throw invalid(`a decimal with more than the ${scale} decimals of its schema`);
  return twosComplement(unscaled);
}
