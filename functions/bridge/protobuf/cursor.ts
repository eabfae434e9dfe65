import {
  ENDLESS,
  endOfData,
  GROUP_BITS,
  GROUP_MASK,
  invalid,
  MAX_VARINT_BYTES,
  NOT_SHORT,
  PayloadCursor,
  TWO_TO_32,
  tooDeep,
} from '../binary/payload-cursor.ts';
import { MAX_NESTING_DEPTH } from '../json/nesting.ts';
import { GroupEnds } from './group-ends.ts';
import { Occurrences } from './occurrences.ts';
import {
  END_GROUP,
  I32,
  I64,
  LEN,
  START_GROUP,
  VARINT,
  WIRE_TYPE_BITS,
  WIRE_TYPE_MASK,
} from './wire-type.ts';

const I32_BYTES = 4;
const I64_BYTES = 8;

/**
 * Where the decoder stands in one payload. The halves of a 64-bit integer are from 0 to 2^32 - 1 each, and `end` is where the
 * values end that are being read: the payload, or a message or packed list in it.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufCursor extends PayloadCursor {
  /** Where the payload ends. */
  payloadEnd = 0;
  /** Set when a number of a closed enum was unknown. */
  hasUnknownEnum = false;
  readonly occurrences = new Occurrences();
  readonly groupEnds = new GroupEnds();

  override open(source: Uint8Array, start: number, end: number): void {
    super.open(source, start, end);
    this.payloadEnd = this.end;
    this.occurrences.clear();
    this.groupEnds.clear();
  }

  override close(): void {
    this.occurrences.release();
    super.close();
  }

  /** The value of a varint of up to four bytes; otherwise nothing is read and the result is `NOT_SHORT`. */
  readShort(): number {
    const { bytes, end } = this;
    let position = this.position;
    if (position >= end) throw endOfData();
    let byte = bytes[position] ?? 0;
    let value = byte & GROUP_MASK;
    position += 1;
    for (let shift = GROUP_BITS; byte >= 0x80; shift += GROUP_BITS) {
      if (shift > 3 * GROUP_BITS || position >= end) return NOT_SHORT;
      byte = bytes[position] ?? 0;
      value |= (byte & GROUP_MASK) << shift;
      position += 1;
    }
    this.position = position;
    return value;
  }

  /** Reads a varint into `high` and `low`. Bits beyond 64 are dropped, as everywhere in Protobuf. */
  readVarint(): void {
    if (this.readVarintHalves() === ENDLESS) throw longVarint();
  }

  /** The lower 32 bits of a varint, as a signed integer. */
  readInt32(): number {
    const short = this.readShort();
    if (short !== NOT_SHORT) return short;
    this.readVarint();
    return this.low | 0;
  }

  /** Reads eight bytes into `high` and `low`. */
  readFixed64(): void {
    const start = this.skip(I64_BYTES);
    this.low = this.view.getUint32(start, true);
    this.high = this.view.getUint32(start + 4, true);
  }

  /** The length of a string, bytes, message or packed list, of which as many are left. */
  readLength(): number {
    let length = this.readShort();
    if (length === NOT_SHORT) {
      this.readVarint();
      length = this.high * TWO_TO_32 + this.low;
    }
    if (length > this.end - this.position) throw endOfData();
    return length;
  }

  /** A tag: field number and wire type. */
  readTag(): number {
    let tag = this.readShort();
    if (tag === NOT_SHORT) {
      this.readVarint();
      if (this.high !== 0) throw invalid('a tag of more than 32 bits');
      tag = this.low;
    }
    if (tag >>> WIRE_TYPE_BITS === 0) throw invalid('a field number of 0');
    return tag;
  }

  /** Steps over the value behind a tag. */
  skipValue(tag: number): void {
    switch (tag & WIRE_TYPE_MASK) {
      case VARINT:
        this.skipVarint();
        break;
      case I64:
        this.skip(I64_BYTES);
        break;
      case LEN:
        this.skip(this.readLength());
        break;
      case START_GROUP:
        this.skipGroup(tag);
        break;
      case I32:
        this.skip(I32_BYTES);
        break;
      case END_GROUP:
        throw invalid('the end of a group that has not begun');
      default:
        throw invalid(`wire type ${tag & WIRE_TYPE_MASK}, which does not exist`);
    }
  }

  skipVarint(): void {
    const { bytes, position, end } = this;
    const last = Math.min(end, position + MAX_VARINT_BYTES);
    for (let index = position; index < last; index += 1) {
      if ((bytes[index] ?? 0) < 0x80) {
        this.position = index + 1;
        return;
      }
    }
    throw last === end ? endOfData() : longVarint();
  }

  /** Steps over the group behind its start tag and returns where its end tag stands. */
  skipGroup(startTag: number): number {
    const known = this.groupEnds.find(this.position);
    if (known !== undefined) {
      this.position = known;
      this.readTag();
      return known;
    }
    const open: number[] = [];
    let start = this.position;
    let number = startTag >>> WIRE_TYPE_BITS;
    for (;;) {
      const at = this.position;
      const tag = this.readTag();
      const wireType = tag & WIRE_TYPE_MASK;
      if (wireType === START_GROUP) {
        if (open.length >= 2 * MAX_NESTING_DEPTH) throw tooDeep();
        open.push(start, number);
        start = this.position;
        number = tag >>> WIRE_TYPE_BITS;
      } else if (wireType === END_GROUP) {
        if (tag >>> WIRE_TYPE_BITS !== number)
          throw invalid('the end of another group than the one that has begun');
        if (open.length === 0) return at;
        this.groupEnds.add(start, at);
        number = open.pop() ?? 0;
        start = open.pop() ?? 0;
      } else {
        this.skipValue(tag);
      }
    }
  }
}

function longVarint(): Error {
  return invalid('a varint of more than ten bytes');
}
