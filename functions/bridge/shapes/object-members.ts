import { CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from '../json/json-characters.ts';
import { skipString } from '../json/json-token.ts';

/** Where a value stands in JSON text. */
export interface JsonRange {
  readonly start: number;
  /** Position behind the value. */
  readonly end: number;
}

/**
 * Finds members of a JSON object by their name, however it is escaped. Of members of the same name the last counts;
 * members of objects within are not looked at.
 *
 * @param json an object as the decoders write it: valid and without blanks between the tokens.
 */
export function findMembers(json: Uint8Array, names: ReadonlySet<string>): ReadonlyMap<string, JsonRange> {
  const found = new Map<string, JsonRange>();
  let position = 1;
  while (json[position] === QUOTE) {
    const nameEnd = stringEnd(json, position);
    const name = memberName(json, position, nameEnd);
    const start = nameEnd + 1;
    const end = skipValue(json, start);
    if (names.has(name)) found.set(name, { start, end });
    position = end + 1;
  }
  return found;
}

function memberName(json: Uint8Array, start: number, end: number): string {
  const quoted = Buffer.from(json.buffer, json.byteOffset + start, end - start).toString('utf8');
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}

/** The position behind a value: that of the comma or brace that ends its member. */
function skipValue(json: Uint8Array, at: number): number {
  let depth = 0;
  let position = at;
  while (position < json.length) {
    const byte = json[position];
    if (byte === QUOTE) {
      position = stringEnd(json, position);
      continue;
    }
    if (depth === 0 && (byte === COMMA || byte === CLOSE_OBJECT)) return position;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
    position += 1;
  }
  return position;
}

/** The position behind a string; the end of the text, should it be none after all. */
function stringEnd(json: Uint8Array, at: number): number {
  const end = skipString(json, at, json.length);
  return end < 0 ? json.length : end;
}
