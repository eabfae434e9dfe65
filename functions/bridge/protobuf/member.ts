import { invalid } from '../binary/payload-cursor.ts';
import { CLOSE_ARRAY, CLOSE_OBJECT, COMMA } from '../json/json-characters.ts';
import { JsonFragment } from '../json/json-fragment.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { ProtobufCursor } from './cursor.ts';
import type { MessageRenderer } from './message.ts';
import type { Render, WriteMember } from './renderer.ts';

/** A member of an object. */
export interface Member {
  readonly name: string;
  readonly write: WriteMember;
}

/** What stands for a value that is not there: JSON text, or undefined where that is an error. */
export type UnsetText = string | undefined;

/** A scalar or enum. `label` is the name with its punctuation: `{"id":` or `,"price":`. */
export function scalarMember(label: string, slot: number, render: Render, unsetText: UnsetText): WriteMember {
  const set = new JsonFragment(label);
  const writeUnset = unsetWriter(label, unsetText);
  return (cursor, out, frame) => {
    const { slots } = cursor.occurrences;
    const start = slots[frame + slot] ?? 0;
    if (start === 0) {
      writeUnset(out);
    } else {
      out.fragment(set);
      // The end of a string or bytes; others know theirs.
      render(cursor, out, start, slots[frame + slot + 1] ?? 0);
    }
  };
}

/** A message. Without `unsetText` to stand for it, an absent one is written like one without content. */
export function messageMember(
  label: string,
  slot: number,
  message: MessageRenderer,
  unset: { readonly text: UnsetText } | 'empty message',
): WriteMember {
  const set = new JsonFragment(label);
  const writeUnset = unset === 'empty message' ? undefined : unsetWriter(label, unset.text);
  return (cursor, out, frame) => {
    const occurrence = cursor.occurrences.slots[frame + slot] ?? 0;
    if (occurrence === 0 && writeUnset !== undefined) {
      writeUnset(out);
    } else {
      out.fragment(set);
      message.renderMerged(cursor, out, occurrence);
    }
  };
}

/**
 * A repeated field as an array.
 *
 * @param isPackable whether a value may be a packed list of them, which readers have to take in any case
 * @param isKnown tells the numbers of a closed enum apart
 */
export function listMember(
  label: string,
  slot: number,
  render: Render,
  isPackable: boolean,
  isKnown: ((cursor: ProtobufCursor) => boolean) | undefined,
): WriteMember {
  const open = new JsonFragment(`${label}[`);
  const writeItem = (cursor: ProtobufCursor, out: JsonWriter, index: number, start: number, end: number) => {
    if (isKnown !== undefined) {
      cursor.position = start;
      if (!isKnown(cursor)) return index;
    }
    if (index > 0) out.asciiCode(COMMA);
    render(cursor, out, start, end);
    return index + 1;
  };
  return (cursor, out, frame) => {
    const { occurrences } = cursor;
    let index = 0;
    cursor.enter();
    out.fragment(open);
    try {
      for (let item = occurrences.slots[frame + slot] ?? 0; item !== 0; item = occurrences.next(item)) {
        const start = occurrences.start(item);
        const end = occurrences.end(item);
        if (!isPackable || end === 0) {
          index = writeItem(cursor, out, index, start, end);
          continue;
        }
        cursor.position = start;
        cursor.end = end;
        while (cursor.position < end) index = writeItem(cursor, out, index, cursor.position, 0);
        cursor.end = cursor.payloadEnd;
      }
    } catch (error) {
      cursor.path.addIndex(index);
      throw error;
    }
    out.asciiCode(CLOSE_ARRAY);
    cursor.leave();
  };
}

/** A oneof as an object of its members, at most one of which is not null. */
export function oneofMember(label: string, members: readonly Member[]): WriteMember {
  const start = new JsonFragment(label);
  const write = objectWriter(members);
  return (cursor, out, frame) => {
    out.fragment(start);
    write(cursor, out, frame);
  };
}

/** An object with these members, the first of which brings the brace. */
export function objectWriter(members: readonly Member[]): WriteMember {
  if (members.length === 0) return (_cursor, out) => out.fragment(EMPTY_OBJECT);
  return (cursor, out, frame) => {
    let current = '';
    cursor.enter();
    try {
      for (const { name, write } of members) {
        current = name;
        write(cursor, out, frame);
      }
    } catch (error) {
      cursor.path.addField(current);
      throw error;
    }
    out.asciiCode(CLOSE_OBJECT);
    cursor.leave();
  };
}

const EMPTY_OBJECT = new JsonFragment('{}');

function unsetWriter(label: string, text: UnsetText): (out: JsonWriter) => void {
  if (text === undefined) {
    return () => {
      throw invalid('a required field without a value');
    };
  }
  const fragment = new JsonFragment(`${label}${text}`);
  return (out) => out.fragment(fragment);
}
