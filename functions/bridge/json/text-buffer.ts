import { RecordError } from '../errors.ts';

/** Room for an ordinary record, so that the buffer hardly ever grows. */
const INITIAL_BYTES = 64 * 1024;

/** A buffer that grew beyond this for one huge record is given back at the next reset. */
const RETAINED_BYTES = 2 * 1024 * 1024;

/**
 * Bytes behind the usable part of the buffer. Whatever is shorter (a number of at most 26 bytes, an escape of 6, the
 * word that a fragment ends in) is written first and checked afterwards, when its length is known.
 */
const SLACK_BYTES = 32;

/** From this length on a native copy is faster than a loop over the bytes. */
export const BULK_COPY_BYTES = 64;

const NO_BYTES = Buffer.allocUnsafeSlow(0);

/**
 * UTF-8 text under construction, in one growing buffer that serves text after text. Everything that writes throws
 * `RecordError` with `PAYLOAD_LIMIT` once the text would exceed the limit.
 */
export class TextBuffer {
  protected target: Buffer<ArrayBuffer> = NO_BYTES;
  /** Another view of `target`. */
  protected targetView: DataView = new DataView(NO_BYTES.buffer);
  /** Bytes written so far. */
  protected written = 0;
  readonly #limitBytes: number;
  /** Bytes written and taken back since the last reset. */
  #takenBack = 0;
  /** Usable bytes: the size of the buffer less the slack, never above the limit. */
  #capacity = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
    this.#allocate(Math.min(INITIAL_BYTES, limitBytes));
  }

  /** Bytes written so far. */
  get length(): number {
    return this.written;
  }

  /** Bytes that it can hold before it grows. */
  get capacity(): number {
    return this.#capacity;
  }

  /** Takes back everything behind an earlier `length`. It still counts towards the limit: it was work all the same. */
  truncate(length: number): void {
    if (length >= this.written) return;
    this.#takenBack += this.written - length;
    this.written = length;
    if (this.#takenBack > this.#limitBytes) throw this.#limitExceeded();
  }

  /** Starts the next text. */
  reset(): void {
    this.written = 0;
    this.#takenBack = 0;
    if (this.#capacity > RETAINED_BYTES) this.#allocate(Math.min(INITIAL_BYTES, this.#limitBytes));
  }

  /** JSON text that is ready as bytes. */
  raw(text: Uint8Array): void {
    this.rawRange(text, 0, text.length);
  }

  /** JSON text that is ready as the bytes `source[start, end)`. */
  rawRange(source: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    this.copy(source, start, end);
  }

  /** JSON text that holds only ASCII characters, written as it is. */
  ascii(text: string): void {
    this.reserve(text.length);
    const bytes = this.target;
    const at = this.written;
    for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
    this.written = at + text.length;
  }

  /** One ASCII character of JSON text, by its code. */
  asciiCode(code: number): void {
    this.target[this.written] = code;
    this.commit(this.written + 1);
  }

  /** The byte at a position before `length`. */
  codeAt(position: number): number {
    return this.target[position] ?? 0;
  }

  /** Overwrites the byte at a position before `length` with an ASCII character; returns the position behind it. */
  setCode(position: number, code: number): number {
    this.target[position] = code;
    return position + 1;
  }

  /** Copies the written bytes `[start, end)` over those at `to`, which is not behind them; returns the position behind. */
  move(to: number, start: number, end: number): number {
    this.target.copyWithin(to, start, end);
    return to + end - start;
  }

  /** True if the written bytes `[start, end)` stand at `other` too. */
  isRepeated(start: number, end: number, other: number): boolean {
    const bytes = this.target;
    for (let index = 0; index < end - start; index += 1) {
      if (bytes[start + index] !== bytes[other + index]) return false;
    }
    return true;
  }

  /** The written bytes `[start, end)` as a string to compare, a character for each byte. */
  slice(start: number, end: number): string {
    return this.target.toString('latin1', start, end);
  }

  /** The whole text. */
  toString(): string {
    return this.target.toString('utf8', 0, this.written);
  }

  /** Copies the written bytes to a position of `target`, which has room for them; returns the position behind. */
  copyTo(target: Uint8Array, at: number): number {
    return at + this.target.copy(target, at, 0, this.written);
  }

  /** The written bytes, without a copy: valid until the next write or reset. */
  bytes(): Uint8Array {
    return this.target.subarray(0, this.written);
  }

  protected copy(source: Uint8Array, start: number, end: number): void {
    const bytes = this.target;
    const at = this.written;
    const count = end - start;
    if (count >= BULK_COPY_BYTES) {
      // Takes any bytes, and unlike `set` needs no view of a range.
      bytes.copy.call(source, bytes, at, start, end);
    } else {
      for (let index = 0; index < count; index += 1) bytes[at + index] = source[start + index] ?? 0;
    }
    this.written = at + count;
  }

  /** Makes sure that `count` more bytes fit. */
  protected reserve(count: number): void {
    if (this.written + count > this.#capacity) this.#grow(this.written + count);
  }

  /** Ends a short write, made within the slack, at `end`. */
  protected commit(end: number): void {
    if (end > this.#capacity) this.#grow(end);
    this.written = end;
  }

  #grow(required: number): void {
    if (required > this.#limitBytes) throw this.#limitExceeded();
    // What was written into the slack moves along.
    const written = this.target.subarray(0, this.written + SLACK_BYTES);
    this.#allocate(Math.min(Math.max(2 * this.#capacity, required), this.#limitBytes));
    this.target.set(written);
  }

  #limitExceeded(): RecordError {
    return new RecordError('PAYLOAD_LIMIT', `the rendered record exceeds ${this.#limitBytes} bytes`);
  }

  #allocate(capacity: number): void {
    this.target = Buffer.allocUnsafeSlow(capacity + SLACK_BYTES);
    this.targetView = new DataView(this.target.buffer);
    this.#capacity = capacity;
  }
}
