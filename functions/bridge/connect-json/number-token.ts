import { RecordError } from '../errors.ts';
import { MAX_DECIMAL_CHARACTERS } from '../json/decimal-text.ts';
import { MINUS, NINE, ZERO } from '../json/json-characters.ts';
import type { CompactJson } from './compact-json.ts';
import { type ExactNumber, exactNumber } from './exact-number.ts';

/** Integers of 15 digits are exact as a number. */
const MAX_SHORT_DIGITS = 15;

export function isNumber(json: CompactJson, at: number): boolean {
  const byte = json.byteAt(at);
  return byte === MINUS || (byte >= ZERO && byte <= NINE);
}

/**
 * The text of the JSON number at `[at, end)`.
 *
 * @throws RecordError `PAYLOAD_LIMIT` when it is longer than the numbers that Connect reads
 */
export function numberText(json: CompactJson, at: number, end: number): string {
  if (end - at <= MAX_DECIMAL_CHARACTERS) return json.latin1(at, end);
  throw new RecordError('PAYLOAD_LIMIT', `a number of more than ${MAX_DECIMAL_CHARACTERS} characters`);
}

/**
 * The JSON number at `[at, end)` with all its digits.
 *
 * @throws RecordError `PAYLOAD_LIMIT` when it is longer than the numbers that Connect reads
 */
export function numberAt(json: CompactJson, at: number, end: number): ExactNumber {
  const number = exactNumber(numberText(json, at, end));
  if (number === undefined)
    throw new RecordError('PAYLOAD_LIMIT', 'a number with an exponent beyond 32 bits');
  return number;
}

/** The integer at `[at, end)` if it is written with at most 15 digits and nothing else. */
export function shortInteger(json: CompactJson, at: number, end: number): number | undefined {
  const isNegative = json.byteAt(at) === MINUS;
  const start = isNegative ? at + 1 : at;
  if (end - start > MAX_SHORT_DIGITS) return undefined;
  let value = 0;
  for (let position = start; position < end; position += 1) {
    const byte = json.byteAt(position);
    if (byte < ZERO || byte > NINE) return undefined;
    value = value * 10 + byte - ZERO;
  }
  return isNegative ? -value : value;
}
