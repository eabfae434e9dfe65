import { RecordError } from '../errors.ts';
import { MapEntries } from '../json/map-entries.ts';
import { MAX_NESTING_DEPTH } from '../json/nesting.ts';
import { ValuePath } from '../json/value-path.ts';

/**
 * Items of one datum that take no byte each (null, an empty record): no remaining length bounds their count, and three
 * bytes are enough to announce a block of them.
 */
export const MAX_EMPTY_ITEMS = 10_000;

/** A varint of 64 bits has at most ten bytes, one of 32 bits at most five. */
const MAX_VARINT_BYTES = 10;
const GROUP_BITS = 7;
const GROUP_MASK = 0x7f;

/** Out of the range of a varint of three bytes. */
export const NOT_SHORT = 2 ** 30;

const TWO_TO_32 = 2 ** 32;

/** Views of a larger memory block are not kept from one datum to the next. Node's pool hands out blocks of 8 or 64 KiB. */
const MAX_KEPT_BYTES = 64 * 1024;

const NO_BYTES = new Uint8Array(0);

/**
 * Where the decoder stands in one Avro datum. Every read is checked against the end of the datum; none allocates.
 *
 * @see https://avro.apache.org/docs/1.11.1/specification/#binary-encoding
 */
export class AvroCursor {
  /**
   * Two views of the memory block that holds the datum. Small records come from one pool, so the views often serve the
   * next record too. All positions count from the start of the block.
   */
  bytes: Uint8Array = NO_BYTES;
  view: DataView = new DataView(NO_BYTES.buffer);
  position = 0;
  end = 0;
  /** The halves of the last long: `high` from -2^31 to 2^31 - 1, `low` from 0 to 2^32 - 1. */
  high = 0;
  low = 0;
  readonly entries = new MapEntries();
  readonly path = new ValuePath();
  #depth = 0;
  #emptyItems = 0;

  /** Goes to the start of the datum `source[start, end)`. */
  open(source: Uint8Array, start: number, end: number): void {
    if (source.buffer !== this.view.buffer) {
      this.bytes = new Uint8Array(source.buffer);
      this.view = new DataView(source.buffer);
    }
    this.position = source.byteOffset + start;
    this.end = source.byteOffset + end;
    this.#depth = 0;
    this.#emptyItems = 0;
    this.entries.clear();
    this.path.clear();
  }

  /** Lets go of a large block, which a cached decoder would otherwise keep in memory. */
  close(): void {
    if (this.bytes.length <= MAX_KEPT_BYTES) return;
    this.bytes = NO_BYTES;
    this.view = new DataView(NO_BYTES.buffer);
  }

  /** Enters an array or object of the rendered JSON. */
  enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_NESTING_DEPTH) {
      throw limitExceeded(`nested deeper than ${MAX_NESTING_DEPTH} levels`);
    }
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

  /**
   * The value of a varint of up to three bytes, which is what most counts, lengths and small numbers take; otherwise
   * nothing is read and the result is `NOT_SHORT`.
   */
  readShort(): number {
    const { bytes } = this;
    const position = this.position;
    if (position + 3 > this.end) return NOT_SHORT;
    const first = bytes[position] ?? 0;
    if (first < 0x80) {
      this.position = position + 1;
      return (first >>> 1) ^ -(first & 1);
    }
    const second = bytes[position + 1] ?? 0;
    const two = (first & GROUP_MASK) | (second << 7);
    if (second < 0x80) {
      this.position = position + 2;
      return (two >>> 1) ^ -(two & 1);
    }
    const third = bytes[position + 2] ?? 0;
    if (third >= 0x80) return NOT_SHORT;
    this.position = position + 3;
    const three = (two & 0x3fff) | (third << 14);
    return (three >>> 1) ^ -(three & 1);
  }

  /** An int of at most 32 bits. */
  readInt(): number {
    const short = this.readShort();
    if (short !== NOT_SHORT) return short;
    this.readLong();
    if (this.high !== this.low >> 31) throw invalid('an int of more than 32 bits');
    return this.low | 0;
  }

  /** Reads a long into `high` and `low`. */
  readLong(): void {
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
        if (highest > 0xff) break;
        const low = lowest | (middle << 28);
        const high = (middle >>> 4) | (highest << 24);
        const sign = -(low & 1);
        this.low = (((low >>> 1) | (high << 31)) ^ sign) >>> 0;
        this.high = (high >>> 1) ^ sign;
        this.position = position;
        return;
      }
    }
    throw invalid('a varint of more than 64 bits');
  }

  /** The last long as a number, exact up to 2^53. */
  get long(): number {
    return this.high * TWO_TO_32 + this.low;
  }

  /** A long as a number: exact up to 2^53, and far off any limit beyond. */
  readNumber(): number {
    const short = this.readShort();
    if (short !== NOT_SHORT) return short;
    this.readLong();
    return this.long;
  }

  /** The length of a string or bytes, of which as many are left. */
  readLength(): number {
    const length = this.readNumber();
    if (length < 0) throw invalid('a negative length');
    if (length > this.end - this.position) throw endOfData();
    return length;
  }

  /** The index of a union branch or enum symbol, below `count`. */
  readIndex(count: number, what: string): number {
    const index = this.readNumber();
    if (index < 0 || index >= count) throw invalid(`${what} out of range, the schema has ${count}`);
    return index;
  }

  /**
   * The number of items in the next block of an array or map, 0 at its end. A count that the remaining bytes cannot hold
   * fails at once, at `minItemBytes` an item.
   */
  readBlockCount(minItemBytes: number): number {
    let count = this.readNumber();
    if (count < 0) {
      count = -count;
      // The size of the block in bytes, for readers that skip it.
      this.readNumber();
    }
    if (minItemBytes === 0) {
      this.#emptyItems += count;
      if (this.#emptyItems > MAX_EMPTY_ITEMS) {
        throw limitExceeded(`more than ${MAX_EMPTY_ITEMS} items without content`);
      }
    } else if (count > (this.end - this.position) / minItemBytes) {
      throw invalid('a block with more items than bytes left');
    }
    return count;
  }
}

export function invalid(message: string): RecordError {
  return new RecordError('PAYLOAD_INVALID', message);
}

function limitExceeded(message: string): RecordError {
  return new RecordError('PAYLOAD_LIMIT', message);
}

function endOfData(): RecordError {
  return invalid('unexpected end of data');
}
