import type { JsonPath } from '../../../shared/json-path/json-path.ts';
import { OPEN_OBJECT } from '../json/json-characters.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { JsonRange } from '../json-path/json-range.ts';
import { MemberName } from '../json-path/member-name.ts';
import { PathFinder } from '../json-path/path-finder.ts';
import { cutElement, cutMembers } from './cut-value.ts';
import { membersOf } from './members.ts';

/** A value that a path leads to, and what has to go with it. */
export interface FoundValue {
  readonly value: JsonRange;
  readonly cut: () => void;
}

/** The place of a value within details: a member of an object, or an item of an array. */
export interface ValuePlace {
  /** Undefined when a detail has no value there. */
  readonly find: (detail: JsonWriter) => FoundValue | undefined;
}

/** @param path within the detail; one step at least. */
export function valuePlace(path: JsonPath): ValuePlace {
  const last = path.at(-1);
  return last?.kind === 'member' ? memberPlace(path.slice(0, -1), last.name) : itemPlace(path);
}

function itemPlace(path: JsonPath): ValuePlace {
  const finder = new PathFinder(path);
  return {
    find: (detail) => {
      const value = finder.find(detail.bytes(), 0, detail.length);
      return value === undefined ? undefined : { value, cut: () => cutElement(detail, value) };
    },
  };
}

/**
 * Of members of the same name the last counts, and all go: without it the one before would come to light, and has never
 * counted.
 */
function memberPlace(parent: JsonPath, name: string): ValuePlace {
  const finder = new PathFinder(parent);
  const memberName = new MemberName(name);
  return {
    find: (detail) => {
      const json = detail.bytes();
      const object = finder.find(json, 0, json.length);
      if (object === undefined || json[object.start] !== OPEN_OBJECT) return undefined;
      let found: { readonly member: JsonRange; readonly value: JsonRange } | undefined;
      let count = 0;
      for (const { start, nameEnd, end } of membersOf(json, object)) {
        if (!memberName.isAt(json, start, nameEnd)) continue;
        found = { member: { start, end }, value: { start: nameEnd + 1, end } };
        count += 1;
      }
      if (found === undefined) return undefined;
      const { member, value } = found;
      const cut = () => (count === 1 ? cutElement(detail, member) : cutMembers(detail, object, memberName));
      return { value, cut };
    },
  };
}
