import { RecordError } from '../errors.ts';
import { MapEntries } from '../json/map-entries.ts';
import { MAX_NESTING_DEPTH } from '../json/nesting.ts';
import { ValuePath } from '../json/value-path.ts';
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

/** A varint of 64 bits has at most ten bytes. */
const MAX_VARINT_BYTES = 10;
const GROUP_BITS = 7;
const GROUP_MASK = 0x7f;

/** Out of the range of a varint of four bytes. */
export const NOT_SHORT = 2 ** 30;

const TWO_TO_32 = 2 ** 32;

const I32_BYTES = 4;
const I64_BYTES = 8;

/** Views of a larger memory block are not kept from one message to the next. Node's pool hands out blocks of 8 or 64 KiB. */
const MAX_KEPT_BYTES = 64 * 1024;

const NO_BYTES = new Uint8Array(0);

/**
 * Where the decoder stands in one payload. Every read is checked against the end of the data.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufCursor {
  /** Two views of the memory block that holds the payload. All positions count from the start of the block. */
  bytes: Uint8Array = NO_BYTES;
  view: DataView = new DataView(NO_BYTES.buffer);
  position = 0;
  /** Where the values that are being read end: the payload, or a message or packed list in it. */
  end = 0;
  /** Where the payload ends. */
  payloadEnd = 0;
  /** The halves of the last 64-bit integer, each from 0 to 2^32 - 1. */
  high = 0;
  low = 0;
  /** Set when a number of a closed enum was unknown. */
  hasUnknownEnum = false;
  readonly occurrences = new Occurrences();
  readonly groupEnds = new GroupEnds();
  readonly entries = new MapEntries();
  readonly path = new ValuePath();
  #depth = 0;

  /** Goes to the start of the payload `source[start, end)`. */
  open(source: Uint8Array, start: number, end: number): void {
    if (source.buffer !== this.view.buffer) {
      this.bytes = new Uint8Array(source.buffer);
      this.view = new DataView(source.buffer);
    }
    this.position = source.byteOffset + start;
    this.end = source.byteOffset + end;
    this.payloadEnd = this.end;
    this.#depth = 0;
    this.occurrences.clear();
    this.groupEnds.clear();
    this.entries.clear();
    this.path.clear();
  }

  /** Lets go of large blocks, which a cached decoder would otherwise keep in memory. */
  close(): void {
    this.occurrences.release();
    if (this.bytes.length <= MAX_KEPT_BYTES) return;
    this.bytes = NO_BYTES;
    this.view = new DataView(NO_BYTES.buffer);
  }

  /** Enters an array or object of the rendered JSON. */
  enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_NESTING_DEPTH) throw tooDeep();
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** Steps over `count` bytes and returns the position of the first of them. */
  skip(count: number): number {
    const start = this.position;
    if (count > this.end - start) throw endOfData();
    this.position = start + count;
    return start;
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
    const { bytes, end } = this;
    let position = this.position;
    // Four groups of 7 bits each in the first two parts, so that all stay within 32-bit arithmetic.
    let lowest = 0;
    let middle = 0;
    let highest = 0;
    for (let group = 0; group < MAX_VARINT_BYTES; group += 1) {
      if (position >= end) throw endOfData();
      const byte = bytes[position] ?? 0;
      position += 1;
      const bits = byte & GROUP_MASK;
      if (group < 4) lowest |= bits << (GROUP_BITS * group);
      else if (group < 8) middle |= bits << (GROUP_BITS * (group - 4));
      else highest |= bits << (GROUP_BITS * (group - 8));
      if (byte === bits) {
        this.low = (lowest | (middle << 28)) >>> 0;
        this.high = ((middle >>> 4) | (highest << 24)) >>> 0;
        this.position = position;
        return;
      }
    }
    throw longVarint();
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

export function invalid(message: string): RecordError {
  return new RecordError('PAYLOAD_INVALID', message);
}

export function endOfData(): RecordError {
  return invalid('unexpected end of data');
}

function tooDeep(): RecordError {
  return new RecordError('PAYLOAD_LIMIT', `nested deeper than ${MAX_NESTING_DEPTH} levels`);
}

function longVarint(): RecordError {
  return invalid('a varint of more than ten bytes');
}
