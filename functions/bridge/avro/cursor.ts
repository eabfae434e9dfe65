import {
  endOfData,
  GROUP_MASK,
  invalid,
  limitExceeded,
  NOT_SHORT,
  PayloadCursor,
  TWO_TO_32,
} from '../binary/payload-cursor.ts';

/**
 * Items of one datum that take no byte each (null, an empty record): no remaining length bounds their count, and three
 * bytes are enough to announce a block of them.
 */
export const MAX_EMPTY_ITEMS = 10_000;

/**
 * Where the decoder stands in one Avro datum. After a long, `high` is from -2^31 to 2^31 - 1, `low` from 0 to 2^32 - 1.
 *
 * @see https://avro.apache.org/docs/1.11.1/specification/#binary-encoding
 */
export class AvroCursor extends PayloadCursor {
  #emptyItems = 0;

  override open(source: Uint8Array, start: number, end: number): void {
    super.open(source, start, end);
    this.#emptyItems = 0;
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
    if (this.readVarintHalves() > 0xff) throw invalid('a varint of more than 64 bits');
    const { high, low } = this;
    const sign = -(low & 1);
    this.low = (((low >>> 1) | (high << 31)) ^ sign) >>> 0;
    this.high = (high >>> 1) ^ sign;
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
