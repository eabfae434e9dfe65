import { QUOTE } from '../json/json-characters.ts';
import type { JsonRange } from '../json-path/json-range.ts';
import { stringEnd, valueEnd } from '../json-path/value-end.ts';

/** Where a member of an object stands, from the quote of its name to the end of its value. */
export interface JsonMember extends JsonRange {
  /** Position behind the name, where the colon stands. */
  readonly nameEnd: number;
}

/**
 * The members of an object, in their order.
 *
 * Lazy, and done with a member before it is given: what was given may be overwritten.
 *
 * @param json text without blanks between the tokens.
 * @param object where the object stands; what is no object has no members.
 */
export function* membersOf(json: Uint8Array, { start, end }: JsonRange): Generator<JsonMember, void> {
  let position = start + 1;
  while (position < end && json[position] === QUOTE) {
    const nameEnd = stringEnd(json, position, end);
    const member = { start: position, nameEnd, end: valueEnd(json, nameEnd + 1, end) };
    yield member;
    position = member.end + 1;
  }
}
