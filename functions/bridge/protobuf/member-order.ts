import { jsonNameOf } from './json-name.ts';
import type { Field, MessageType } from './schema.ts';

/** A field, or a oneof with its fields. */
export type MessagePart = { readonly field: Field } | OneofPart;

export interface OneofPart {
  readonly oneof: string;
  /** What its member in JSON has behind the name: `_0`, or nothing. */
  readonly suffix: string;
  readonly fields: readonly Field[];
}

/** As Glue's library orders them: fields, then oneofs, then the `optional` fields of proto3. */
export function oneofsBehindFields(type: MessageType): readonly MessagePart[] {
  const fields = type.fields.filter(({ oneof }) => oneof === undefined);
  return [
    ...fields.filter(({ isProto3Optional }) => !isProto3Optional).map((field) => ({ field })),
    ...oneofsOf(type),
    ...fields.filter(({ isProto3Optional }) => isProto3Optional).map((field) => ({ field })),
  ];
}

/**
 * As Confluent's library orders them: oneofs, then all other fields. Unless asked not to, it appends to the name of a oneof
 * which one of the message it is; should a field have that name already, the oneof keeps its own.
 */
export function oneofsBeforeFields(type: MessageType, hasIndexes: boolean): readonly MessagePart[] {
  const fields = type.fields.filter(({ oneof }) => oneof === undefined);
  const taken = new Set(fields.flatMap(({ name, jsonName }) => [name, jsonName]));
  const oneofs = oneofsOf(type).map((part, index) => {
    const suffix = `_${index}`;
    const isTaken = [part.oneof, jsonNameOf(part.oneof)].some((name) => taken.has(`${name}${suffix}`));
    return hasIndexes && !isTaken ? { ...part, suffix } : part;
  });
  return [...oneofs, ...fields.map((field) => ({ field }))];
}

/** In the order of declaration. */
function oneofsOf({ fields }: MessageType): readonly OneofPart[] {
  const names = new Set(fields.flatMap(({ oneof }) => oneof ?? []));
  return [...names].map((oneof) => ({
    oneof,
    suffix: '',
    fields: fields.filter((field) => field.oneof === oneof),
  }));
}
