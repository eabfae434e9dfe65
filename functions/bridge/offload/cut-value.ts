import { CLOSE_OBJECT, COMMA } from '../json/json-characters.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { JsonRange } from '../json-path/json-range.ts';
import type { MemberName } from '../json-path/member-name.ts';
import { membersOf } from './members.ts';

/**
 * Removes a member or an item from the JSON text in a writer, with the comma that it needs no more. All else stays as it
 * is, byte for byte.
 *
 * @param range of the item, or of the member with its name, in text without blanks between the tokens.
 */
export function cutElement(out: JsonWriter, { start, end }: JsonRange): void {
  const isFollowed = out.codeAt(end) === COMMA;
  const isPreceded = out.codeAt(start - 1) === COMMA;
  const cutStart = isPreceded && !isFollowed ? start - 1 : start;
  const cutEnd = isFollowed ? end + 1 : end;
  out.truncate(out.move(cutStart, cutEnd, out.length));
}

/**
 * Removes all members of a name from an object in a writer, in one pass however many there are.
 *
 * @param object where the object stands, in text without blanks between the tokens.
 */
export function cutMembers(out: JsonWriter, object: JsonRange, name: MemberName): void {
  const json = out.bytes();
  let to = object.start + 1;
  for (const member of membersOf(json, object)) {
    if (name.isAt(json, member.start, member.nameEnd)) continue;
    if (to > object.start + 1) to = out.setCode(to, COMMA);
    to = out.move(to, member.start, member.end);
  }
  to = out.setCode(to, CLOSE_OBJECT);
  out.truncate(out.move(to, object.end, out.length));
}
