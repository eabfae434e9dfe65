import { CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY } from '../json/json-characters.ts';
import { JsonFragment } from '../json/json-fragment.ts';
import type { FieldIndex } from './field-index.ts';
import type { WriteMember } from './renderer.ts';

/** A compiled map entry. Key and value have a default in any case. */
export interface CompiledEntry {
  readonly index: FieldIndex;
  readonly writeKey: WriteMember;
  readonly writeValue: WriteMember;
  /** String keys make an object of the map, others an array of pairs, as in Connect. */
  readonly hasStringKey: boolean;
}

/** A map: `{"k":1}` or `[[1,"v"],[2,"w"]]`. Of entries with equal keys the last one wins. */
export function mapMember(label: string, slot: number, compileEntry: () => CompiledEntry): WriteMember {
  let compiled: CompiledEntry | undefined;
  let open: JsonFragment | undefined;
  return (cursor, out, frame) => {
    compiled ??= compileEntry();
    const { index, writeKey, writeValue, hasStringKey } = compiled;
    open ??= new JsonFragment(`${label}${hasStringKey ? '{' : '['}`);
    const { entries, occurrences } = cursor;
    const first = entries.count;
    let number = 0;
    cursor.enter();
    if (!hasStringKey) cursor.enter();
    out.fragment(open);
    try {
      for (let item = occurrences.slots[frame + slot] ?? 0; item !== 0; item = occurrences.next(item)) {
        cursor.hasUnknownEnum = false;
        const entry = index.open(cursor, occurrences.start(item), occurrences.end(item));
        // An entry with an unknown number of a closed enum counts as an unknown field.
        if (!cursor.hasUnknownEnum) {
          if (entries.count > first) out.asciiCode(COMMA);
          const start = out.length;
          if (!hasStringKey) out.asciiCode(OPEN_ARRAY);
          writeKey(cursor, out, entry);
          entries.add(start, out.length);
          out.asciiCode(hasStringKey ? COLON : COMMA);
          writeValue(cursor, out, entry);
          if (!hasStringKey) out.asciiCode(CLOSE_ARRAY);
        }
        occurrences.closeFrame(entry);
        number += 1;
      }
    } catch (error) {
      cursor.path.addIndex(number);
      throw error;
    }
    entries.finish(first, out);
    out.asciiCode(hasStringKey ? CLOSE_OBJECT : CLOSE_ARRAY);
    if (!hasStringKey) cursor.leave();
    cursor.leave();
  };
}
