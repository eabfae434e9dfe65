import type { JsonWriter } from '../json/json-writer.ts';
import type { CompactJson } from './compact-json.ts';
import type { RenderValue } from './connect-type.ts';
import { invalid } from './invalid.ts';
import { nearestFloat } from './nearest-float.ts';
import { isNumber, numberText } from './number-token.ts';

/** How Connect's own serializer writes what JSON has no numbers for. It then reads them as 0; here they stay. */
const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** A 32-bit float in Java's text. */
export const renderFloat: RenderValue = (json, at, out) =>
  renderFloatingPoint(json, at, out, 'float', nearestFloat);

/** A 64-bit float in Java's text. */
export const renderDouble: RenderValue = (json, at, out) =>
  renderFloatingPoint(json, at, out, 'double', Number);

function renderFloatingPoint(
  json: CompactJson,
  at: number,
  out: JsonWriter,
  name: 'float' | 'double',
  nearest: (text: string) => number,
): number {
  const end = json.end(at);
  const value = json.isString(at) ? NOT_FINITE.get(json.latin1(at + 1, end - 1)) : undefined;
  if (value === undefined && !isNumber(json, at)) throw invalid(`expected ${name}`);
  const rounded = value ?? nearest(numberText(json, at, end));
  if (value === undefined && !Number.isFinite(rounded)) throw invalid(`a number beyond any ${name}`);
  out[name](rounded);
  return end;
}
