import { QUOTE } from '../json/json-characters.ts';
import type { JsonRange } from '../json-path/json-range.ts';
import { stringText } from '../json-path/member-name.ts';
import { stringEnd, valueEnd } from '../json-path/value-end.ts';

/**
 * Finds members of a JSON object by their name, however it is escaped. Of members of the same name the last counts;
 * members of objects within are not looked at.
 *
 * @param json an object as the decoders write it: valid and without blanks between the tokens.
 */
export function findMembers(json: Uint8Array, names: ReadonlySet<string>): ReadonlyMap<string, JsonRange> {
  const found = new Map<string, JsonRange>();
  const { length } = json;
  let position = 1;
  while (json[position] === QUOTE) {
    const nameEnd = stringEnd(json, position, length);
    const name = stringText(json, position, nameEnd);
    const start = nameEnd + 1;
    const end = valueEnd(json, start, length);
    if (names.has(name)) found.set(name, { start, end });
    position = end + 1;
  }
  return found;
}
