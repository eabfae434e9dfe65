import { JsonFragment } from '../json/json-fragment.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { ProtobufCursor } from './cursor.ts';
import type { Render } from './renderer.ts';
import type { EnumType } from './schema.ts';

/** How values of an enum look in JSON: the name, or for an unknown number what the Java library calls it. */
export interface EnumRenderer {
  readonly render: Render;
  readonly defaultText: string;
  /** Whether the number at the cursor has a name; undefined for an open enum, where all numbers count. */
  readonly isKnown: ((cursor: ProtobufCursor) => boolean) | undefined;
}

export function compileEnum({ name, values, isClosed }: EnumType): EnumRenderer {
  const names = new Map<number, JsonFragment>();
  for (const value of values) {
    if (!names.has(value.number)) names.set(value.number, new JsonFragment(`"${value.name}"`));
  }
  const first = values[0]?.name ?? unknownName(name, 0);
  return {
    render: (cursor: ProtobufCursor, out: JsonWriter, start: number) => {
      cursor.position = start;
      const number = cursor.readInt32();
      const known = names.get(number);
      if (known !== undefined) out.fragment(known);
      else out.string(unknownName(name, number));
    },
    defaultText: `"${first}"`,
    isKnown: isClosed ? (cursor) => names.has(cursor.readInt32()) : undefined,
  };
}

function unknownName(enumName: string, number: number): string {
  return `UNKNOWN_ENUM_VALUE_${enumName}_${number}`;
}
