import { RecordError } from '../errors.ts';
import { MapEntries } from '../json/map-entries.ts';
import { MAX_NESTING_DEPTH } from '../json/nesting.ts';
import { ValuePath } from '../json/value-path.ts';

/** A varint of 64 bits has at most ten bytes. */
export const MAX_VARINT_BYTES = 10;
export const GROUP_BITS = 7;
export const GROUP_MASK = 0x7f;

/** Out of the range of a varint of a few bytes. */
export const NOT_SHORT = 2 ** 30;

export const TWO_TO_32 = 2 ** 32;

/** What stands for the highest bits of a varint that does not end. */
export const ENDLESS = Number.POSITIVE_INFINITY;

/** Views of a larger memory block are not kept from one payload to the next. Node's pool hands out blocks of 8 or 64 KiB. */
const MAX_KEPT_BYTES = 64 * 1024;

const NO_BYTES = new Uint8Array(0);

/**
 * Where a decoder stands in one binary payload. Every read is checked against the end of the data; none allocates.
 *
 * One serves all the schemas of a format, as payloads are read one after another: there may be thousands of schemas, and
 * what each of them kept would add up.
 */
export class PayloadCursor {
  /**
   * Two views of the memory block that holds the payload. Small records come from one pool, so the views often serve the
   * next record too. All positions count from the start of the block.
   */
  bytes: Uint8Array = NO_BYTES;
  view: DataView = new DataView(NO_BYTES.buffer);
  position = 0;
  end = 0;
  /** The halves of the last 64-bit integer; each format says whether `high` has a sign. */
  high = 0;
  low = 0;
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
    this.#depth = 0;
    this.entries.clear();
    this.path.clear();
  }

  /** Lets go of what a large payload took, which would otherwise stay in memory until the next one. */
  close(): void {
    this.entries.release();
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

  /**
   * Reads the lower 64 bits of a varint into `high` and `low`.
   *
   * @returns its bits from 56 on: above 255 if there are more than 64 of them, {@link ENDLESS} if ten bytes do not end it.
   */
  protected readVarintHalves(): number {
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
        return highest;
      }
    }
    return ENDLESS;
  }
}

export function invalid(message: string): RecordError {
  return new RecordError('PAYLOAD_INVALID', message);
}

export function endOfData(): RecordError {
  return invalid('unexpected end of data');
}

export function tooDeep(): RecordError {
  return limitExceeded(`nested deeper than ${MAX_NESTING_DEPTH} levels`);
}

export function limitExceeded(message: string): RecordError {
  return new RecordError('PAYLOAD_LIMIT', message);
}
