import type { DecimalFormat } from '../../../../shared/configuration/format.ts';
import { FieldIndex, POSITION, RANGE } from '../field-index.ts';
import type { CompiledMessage } from '../message.ts';
import { LEN, VARINT, WIRE_TYPE_BITS } from '../wire-type.ts';
import { DECIMAL_WRITERS } from './decimal.ts';
import { int32Field } from './integer-message.ts';

const VALUE = 1;
const SCALE = 3;

const ZERO = new Uint8Array(1);

/** Slots of the value and its end, and of the scale; of all fields the slot has the number. */
const INDEX = new FieldIndex(
  new Map([
    [(VALUE << WIRE_TYPE_BITS) | LEN, { kept: RANGE, slot: VALUE, oneofSlot: 0, isKnown: undefined }],
    [(SCALE << WIRE_TYPE_BITS) | VARINT, { kept: POSITION, slot: SCALE, oneofSlot: 0, isKnown: undefined }],
  ]),
  SCALE + 1,
);

/**
 * `confluent.type.Decimal`, which Confluent's converter makes of Connect's decimals. Without bytes it is zero.
 *
 * @see https://github.com/confluentinc/schema-registry/tree/master/protobuf-types
 */
export function compileConfluentDecimal(format: DecimalFormat): CompiledMessage {
  const write = DECIMAL_WRITERS[format];
  return {
    index: INDEX,
    write: (cursor, out, frame) => {
      const { slots } = cursor.occurrences;
      const start = slots[frame + VALUE] ?? 0;
      const end = slots[frame + VALUE + 1] ?? 0;
      const scale = int32Field(cursor, frame, SCALE);
      if (start === end) write(ZERO, 0, ZERO.length, scale, out);
      else write(cursor.bytes, start, end, scale, out);
    },
  };
}
