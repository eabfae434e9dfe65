import { FieldIndex, POSITION, RANGE, type TagPlan } from '../field-index.ts';
import { scalarMember } from '../member.ts';
import type { CompiledMessage } from '../message.ts';
import { renderUtf8, SCALARS } from '../scalar.ts';
import type { ScalarType } from '../schema.ts';
import { LEN, WIRE_TYPE_BITS } from '../wire-type.ts';

/** @see https://protobuf.dev/reference/protobuf/google.protobuf/#double-value */
const WRAPPED_TYPES: ReadonlyMap<string, ScalarType> = new Map([
  ['google.protobuf.DoubleValue', 'double'],
  ['google.protobuf.FloatValue', 'float'],
  ['google.protobuf.Int64Value', 'int64'],
  ['google.protobuf.UInt64Value', 'uint64'],
  ['google.protobuf.Int32Value', 'int32'],
  ['google.protobuf.UInt32Value', 'uint32'],
  ['google.protobuf.BoolValue', 'bool'],
  ['google.protobuf.StringValue', 'string'],
  ['google.protobuf.BytesValue', 'bytes'],
]);

/** Number of the only field of a wrapper, and its slot. */
const VALUE = 1;

/** A wrapper as the value in it, or as the default of its type; undefined for other messages. */
export function compileWrapper(fullName: string): CompiledMessage | undefined {
  const type = WRAPPED_TYPES.get(fullName);
  if (type === undefined) return undefined;
  const { wireType, render, defaultText } = SCALARS[type];
  const tag = (VALUE << WIRE_TYPE_BITS) | wireType;
  const plan: TagPlan = {
    kept: wireType === LEN ? RANGE : POSITION,
    slot: VALUE,
    oneofSlot: 0,
    isKnown: undefined,
  };
  // Behind the slot of the value is that of its end.
  const index = new FieldIndex(new Map([[tag, plan]]), VALUE + 2);
  return {
    index,
    write: scalarMember('', VALUE, type === 'string' ? renderUtf8 : render, defaultText),
  };
}
