import { JsonFragment } from '../json/json-fragment.ts';
import { type Member, oneofMember } from './member.ts';
import type { WriteMember } from './renderer.ts';

/** A oneof as an object of its members, or null when none of them is set. */
export function optionalOneofMember(
  label: string,
  members: readonly Member[],
  oneofSlot: number,
): WriteMember {
  const unset = new JsonFragment(`${label}null`);
  const writeSet = oneofMember(label, members);
  return (cursor, out, frame) => {
    if (cursor.occurrences.slots[frame + oneofSlot] === 0) out.fragment(unset);
    else writeSet(cursor, out, frame);
  };
}
