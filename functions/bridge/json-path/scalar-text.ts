import { MINUS, NINE, QUOTE, ZERO } from '../json/json-characters.ts';
import type { JsonRange } from './json-range.ts';
import { stringText } from './member-name.ts';

/** The text of a JSON string; undefined for any other value. */
export function stringAt(json: Uint8Array, { start, end }: JsonRange): string | undefined {
  return json[start] === QUOTE ? stringText(json, start, end) : undefined;
}

/** The JSON text of a number; undefined for any other value. */
export function numberAt(json: Uint8Array, { start, end }: JsonRange): string | undefined {
  const first = json[start] ?? 0;
  const isNumber = first === MINUS || (first >= ZERO && first <= NINE);
  return isNumber ? jsonText(json, start, end) : undefined;
}

/** The text of a string, the JSON text of a number or boolean; undefined for null, an object or an array. */
export function scalarAt(json: Uint8Array, range: JsonRange): string | undefined {
  return stringAt(json, range) ?? numberAt(json, range) ?? booleanAt(json, range);
}

function booleanAt(json: Uint8Array, { start, end }: JsonRange): string | undefined {
  const text = end - start <= 'false'.length ? jsonText(json, start, end) : undefined;
  return text === 'true' || text === 'false' ? text : undefined;
}

function jsonText(json: Uint8Array, start: number, end: number): string {
  return Buffer.from(json.buffer, json.byteOffset + start, end - start).toString('latin1');
}
