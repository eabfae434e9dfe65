import type { ProtobufCursor } from '../cursor.ts';
import { FieldIndex, POSITION, type TagPlan } from '../field-index.ts';
import { VARINT, WIRE_TYPE_BITS } from '../wire-type.ts';

/** An index of the integer fields 1 to `count`, each in the slot of its number. */
export function integerFields(count: number): FieldIndex {
  const plans = new Map<number, TagPlan>();
  for (let number = 1; number <= count; number += 1) {
    plans.set((number << WIRE_TYPE_BITS) | VARINT, {
      kept: POSITION,
      slot: number,
      oneofSlot: 0,
      isKnown: undefined,
    });
  }
  return new FieldIndex(plans, count + 1);
}

/** An int32 field; 0 when it has no value. */
export function int32Field(cursor: ProtobufCursor, frame: number, number: number): number {
  const start = cursor.occurrences.slots[frame + number] ?? 0;
  if (start === 0) return 0;
  cursor.position = start;
  return cursor.readInt32();
}

/** An int64 field; 0 when it has no value. */
export function int64Field(cursor: ProtobufCursor, frame: number, number: number): bigint {
  const start = cursor.occurrences.slots[frame + number] ?? 0;
  if (start === 0) return 0n;
  cursor.position = start;
  cursor.readVarint();
  return BigInt.asIntN(64, (BigInt(cursor.high) << 32n) | BigInt(cursor.low));
}
