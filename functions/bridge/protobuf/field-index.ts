import { endOfData, invalid } from '../binary/payload-cursor.ts';
import type { ProtobufCursor } from './cursor.ts';
import { I32, I64, LEN, START_GROUP, VARINT, WIRE_TYPE_MASK } from './wire-type.ts';

/** Tags below this are found by index: field numbers up to 255. */
const DENSE_TAGS = 2048;

/** What is kept of a value: */
export const POSITION = 0;
/** … start and end in two slots, */
export const RANGE = 1;
/** … or start and end of every value, as a chain. */
export const CHAIN = 2;

/** What to do with the values behind one tag. */
export interface TagPlan {
  readonly kept: typeof POSITION | typeof RANGE | typeof CHAIN;
  readonly slot: number;
  /** Slot in which a oneof keeps the slot of the member that is set; 0 for none. */
  readonly oneofSlot: number;
  /** Whether a value counts as known: tells numbers of a closed enum apart. It reads at the cursor. */
  readonly isKnown: ((cursor: ProtobufCursor) => boolean) | undefined;
}

/** Reads messages of one type for the positions of their fields. */
export class FieldIndex {
  readonly #slotCount: number;
  readonly #dense: readonly (TagPlan | undefined)[];
  readonly #sparse = new Map<number, TagPlan>();

  /** `slotCount` includes the first slot, which is not for use. */
  constructor(plans: ReadonlyMap<number, TagPlan>, slotCount: number) {
    this.#slotCount = slotCount;
    const highest = Math.max(-1, ...[...plans.keys()].filter((tag) => tag < DENSE_TAGS));
    this.#dense = Array.from({ length: highest + 1 }, (_, tag) => plans.get(tag));
    for (const [tag, plan] of plans) {
      if (tag >= DENSE_TAGS) this.#sparse.set(tag, plan);
    }
  }

  /** Opens a frame for the message `[start, end)`. */
  open(cursor: ProtobufCursor, start: number, end: number): number {
    const frame = cursor.occurrences.openFrame(this.#slotCount);
    this.#read(cursor, frame, start, end);
    cursor.end = cursor.payloadEnd;
    return frame;
  }

  /**
   * Opens a frame for the message whose parts are the chain from `occurrence` on; 0 is an empty message. Reading one after
   * the other is what Protobuf calls merging.
   */
  openMerged(cursor: ProtobufCursor, occurrence: number): number {
    const { occurrences } = cursor;
    const frame = occurrences.openFrame(this.#slotCount);
    for (let part = occurrence; part !== 0; part = occurrences.next(part)) {
      this.#read(cursor, frame, occurrences.start(part), occurrences.end(part));
    }
    cursor.end = cursor.payloadEnd;
    return frame;
  }

  #read(cursor: ProtobufCursor, frame: number, start: number, end: number): void {
    const { bytes } = cursor;
    const dense = this.#dense;
    cursor.end = end;
    let position = start;
    while (position < end) {
      let tag = bytes[position] ?? 0;
      if (tag < 0x80 && tag > WIRE_TYPE_MASK) {
        position += 1;
      } else {
        cursor.position = position;
        tag = cursor.readTag();
        position = cursor.position;
      }
      const plan = tag < dense.length ? dense[tag] : this.#sparse.get(tag);
      if (plan === undefined) {
        cursor.position = position;
        cursor.skipValue(tag);
        position = cursor.position;
        continue;
      }
      let valueStart = position;
      let valueEnd = 0;
      switch (tag & WIRE_TYPE_MASK) {
        case VARINT:
          if (position < end && (bytes[position] ?? 0) < 0x80) {
            position += 1;
          } else {
            cursor.position = position;
            cursor.skipVarint();
            position = cursor.position;
          }
          break;
        case LEN: {
          let length = bytes[position] ?? 0;
          if (length < 0x80 && position < end) {
            valueStart = position + 1;
          } else {
            cursor.position = position;
            length = cursor.readLength();
            valueStart = cursor.position;
          }
          valueEnd = valueStart + length;
          position = valueEnd;
          break;
        }
        case I32:
          position += 4;
          break;
        case I64:
          position += 8;
          break;
        case START_GROUP:
          cursor.position = position;
          valueEnd = cursor.skipGroup(tag);
          position = cursor.position;
          break;
        default:
          throw invalid('a wire type without values');
      }
      if (position > end) throw endOfData();
      keep(cursor, frame, plan, valueStart, valueEnd);
    }
  }
}

function keep(cursor: ProtobufCursor, frame: number, plan: TagPlan, start: number, end: number): void {
  const { occurrences } = cursor;
  const { slots } = occurrences;
  const slot = frame + plan.slot;
  if (plan.isKnown !== undefined) {
    cursor.position = start;
    if (!plan.isKnown(cursor)) {
      cursor.hasUnknownEnum = true;
      return;
    }
  }
  if (plan.oneofSlot !== 0) {
    // A value for one member unsets the others.
    const set = slots[frame + plan.oneofSlot] ?? 0;
    if (set !== slot) {
      if (set !== 0) slots[set] = 0;
      slots[frame + plan.oneofSlot] = slot;
    }
  }
  switch (plan.kept) {
    case POSITION:
      slots[slot] = start;
      break;
    case RANGE:
      slots[slot] = start;
      slots[slot + 1] = end;
      break;
    case CHAIN:
      occurrences.append(slot, start, end);
      break;
  }
}
