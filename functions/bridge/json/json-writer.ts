import { RecordError } from '../errors.ts';
import { base64Length, writeBase64 } from './base64.ts';
import { writeDigits, writeDigits64 } from './decimal-digits.ts';
import { isPlainNotation, javaDouble, shortestFloat } from './java-number.ts';
import { isPlainAscii, PLAIN_ASCII, writeAsciiCharacter } from './json-escape.ts';
import type { JsonFragment } from './json-fragment.ts';
import { utf8SequenceLength } from './utf8.ts';

/**
 * The most JSON text one record may become: 16 MiB.
 *
 * A decoder can turn a tiny payload into gigabytes, since a union writes a member for every branch it did not take. The
 * bound is far above the 1 MiB that PutEvents takes, so that offloading a large value stays possible, and far below the
 * memory of the function.
 */
export const MAX_RENDERED_BYTES = 16 * 1024 * 1024;

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
const BULK_COPY_BYTES = 64;

const WORD_BYTES = 4;

const QUOTE = 0x22;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** Decimals of at most 15 digits read back as themselves, so whichever matches a double is its shortest text. */
const MICRO = 1e6;
const CENTI = 1e2;

/** Literals as little-endian words. */
const TRUE = 0x65757274;
const FALS = 0x736c6166;
const E = 0x65;
const NULL = 0x6c6c756e;

const replacingDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * JSON text under construction, as UTF-8 bytes in one growing buffer that serves record after record.
 *
 * It writes values and leaves the punctuation between them to the caller. Every method that writes throws `RecordError`
 * with `PAYLOAD_LIMIT` once the text would exceed the limit.
 */
export class JsonWriter {
  readonly #limitBytes: number;
  #bytes = Buffer.allocUnsafeSlow(0);
  #view = new DataView(this.#bytes.buffer);
  /** Usable bytes: the size of the buffer less the slack, never above the limit. */
  #capacity = 0;
  #length = 0;

  constructor(limitBytes: number = MAX_RENDERED_BYTES) {
    this.#limitBytes = limitBytes;
    this.#allocate(Math.min(INITIAL_BYTES, limitBytes));
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Takes back everything behind an earlier `length`. */
  truncate(length: number): void {
    if (length < this.#length) this.#length = length;
  }

  /** Starts the next text. */
  reset(): void {
    this.#length = 0;
    if (this.#capacity > RETAINED_BYTES) this.#allocate(Math.min(INITIAL_BYTES, this.#limitBytes));
  }

  /** JSON text that is ready as bytes. */
  raw(text: Uint8Array): void {
    this.rawRange(text, 0, text.length);
  }

  /** JSON text that is ready as the bytes `source[start, end)`. */
  rawRange(source: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    this.#copy(source, start, end);
  }

  /** JSON text that was rendered in advance. */
  fragment(fragment: JsonFragment): void {
    this.#reserve(fragment.byteLength);
    const { words } = fragment;
    const view = this.#view;
    let at = this.#length;
    for (let index = 0; index < words.length; index += 1) {
      view.setInt32(at, words[index] ?? 0, true);
      at += 4;
    }
    this.#length += fragment.byteLength;
  }

  /** JSON text that holds only ASCII characters, written as it is. */
  ascii(text: string): void {
    this.#reserve(text.length);
    const bytes = this.#bytes;
    const at = this.#length;
    for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
    this.#length = at + text.length;
  }

  /** One ASCII character of JSON text, by its code. */
  asciiCode(code: number): void {
    this.#bytes[this.#length] = code;
    this.#commit(this.#length + 1);
  }

  /** A JSON string. Unpaired surrogates become U+FFFD. */
  string(text: string): void {
    this.#reserve(text.length + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at] = QUOTE;
    at += 1;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= 0x80 || PLAIN_ASCII[code] !== 1) {
        this.#length = at;
        const rest = Buffer.from(text.slice(index), 'utf8');
        this.#escapeUtf8(rest, 0, rest.length);
        return;
      }
      bytes[at] = code;
      at += 1;
    }
    bytes[at] = QUOTE;
    this.#length = at + 1;
  }

  /** A JSON string from the UTF-8 text `source[start, end)`. Malformed sequences become U+FFFD, as in `TextDecoder`. */
  utf8String(source: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at] = QUOTE;
    at += 1;
    if (end - start >= BULK_COPY_BYTES) {
      this.#length = at;
      this.#escapeUtf8(source, start, end);
      return;
    }
    for (let index = start; index < end; index += 1) {
      const byte = source[index] ?? 0;
      if (PLAIN_ASCII[byte] !== 1) {
        this.#length = at;
        this.#escapeUtf8(source, index, end);
        return;
      }
      bytes[at] = byte;
      at += 1;
    }
    bytes[at] = QUOTE;
    this.#length = at + 1;
  }

  /** Like `utf8String`, but four bytes at a time through `view`, which has the same positions as `source`. */
  utf8Words(source: Uint8Array, view: DataView, start: number, end: number): void {
    const lastWord = end - WORD_BYTES;
    if (lastWord < start) {
      this.utf8String(source, start, end);
      return;
    }
    this.#reserve(end - start + 2);
    const target = this.#view;
    const shift = this.#length + 1 - start;
    this.#bytes[this.#length] = QUOTE;
    let index = start;
    while (index < lastWord) {
      const word = view.getInt32(index, true);
      if (!isPlainAscii(word)) break;
      target.setInt32(index + shift, word, true);
      index += WORD_BYTES;
    }
    if (index >= lastWord) {
      // The last word overlaps the one before it, which spares a loop over the rest.
      const word = view.getInt32(lastWord, true);
      if (isPlainAscii(word)) {
        target.setInt32(lastWord + shift, word, true);
        this.#bytes[end + shift] = QUOTE;
        this.#length = end + shift + 1;
        return;
      }
    }
    this.#length = index + shift;
    this.#escapeUtf8(source, index, end);
  }

  /** A JSON string with the padded base64 of `source[start, end)`. */
  base64String(source: Uint8Array, start: number, end: number): void {
    this.#reserve(base64Length(end - start) + 2);
    const bytes = this.#bytes;
    bytes[this.#length] = QUOTE;
    const at = writeBase64(bytes, this.#length + 1, source, start, end);
    bytes[at] = QUOTE;
    this.#length = at + 1;
  }

  /** An integer between -(2^53 - 1) and 2^53 - 1. */
  integer(value: number): void {
    const bytes = this.#bytes;
    if (value < 0) {
      bytes[this.#length] = MINUS;
      this.#commit(writeDigits(bytes, this.#length + 1, -value));
    } else {
      this.#commit(writeDigits(bytes, this.#length, value));
    }
  }

  /** The signed 64-bit integer with these halves: `high` from -2^31 to 2^31 - 1, `low` from 0 to 2^32 - 1. */
  int64(high: number, low: number): void {
    const bytes = this.#bytes;
    if (high < 0) {
      // Negation in two's complement: invert, add one, carry.
      const magnitudeLow = -low >>> 0;
      const magnitudeHigh = (magnitudeLow === 0 ? -high : ~high) >>> 0;
      bytes[this.#length] = MINUS;
      this.#commit(writeDigits64(bytes, this.#length + 1, magnitudeHigh, magnitudeLow));
    } else {
      this.#commit(writeDigits64(bytes, this.#length, high, low));
    }
  }

  /** An integer of any size. */
  bigint(value: bigint): void {
    this.ascii(value.toString());
  }

  /** A double in Java's text (`100.0`, `1.0E10`); NaN and the infinities as JSON strings. */
  double(value: number): void {
    const magnitude = value < 0 ? -value : value;
    if (isPlainNotation(magnitude) && value !== 0) {
      const cents = Math.round(magnitude * CENTI);
      if (cents / CENTI === magnitude) {
        this.#decimal(value < 0, cents, 2);
        return;
      }
      const micros = Math.round(magnitude * MICRO);
      if (micros / MICRO === magnitude) {
        this.#decimal(value < 0, micros, 6);
        return;
      }
    }
    if (Number.isFinite(value)) this.ascii(javaDouble(value));
    else this.ascii(`"${value}"`);
  }

  /** A 32-bit float in Java's text, by its own shortest digits; NaN and the infinities as JSON strings. */
  float(value: number): void {
    this.double(shortestFloat(value));
  }

  boolean(value: boolean): void {
    this.#view.setInt32(this.#length, value ? TRUE : FALS, true);
    this.#bytes[this.#length + 4] = E;
    this.#commit(this.#length + (value ? 4 : 5));
  }

  null(): void {
    this.#view.setInt32(this.#length, NULL, true);
    this.#commit(this.#length + 4);
  }

  /** The byte at a position before `length`. */
  codeAt(position: number): number {
    return this.#bytes[position] ?? 0;
  }

  /** Overwrites the byte at a position before `length` with an ASCII character; returns the position behind it. */
  setCode(position: number, code: number): number {
    this.#bytes[position] = code;
    return position + 1;
  }

  /** Copies the written bytes `[start, end)` over those at `to`, which is not behind them; returns the position behind. */
  move(to: number, start: number, end: number): number {
    this.#bytes.copyWithin(to, start, end);
    return to + end - start;
  }

  /** True if the written bytes `[start, end)` stand at `other` too. */
  isRepeated(start: number, end: number, other: number): boolean {
    const bytes = this.#bytes;
    for (let index = 0; index < end - start; index += 1) {
      if (bytes[start + index] !== bytes[other + index]) return false;
    }
    return true;
  }

  /** The written bytes `[start, end)` as a string to compare, a character for each byte. */
  slice(start: number, end: number): string {
    return this.#bytes.toString('latin1', start, end);
  }

  /** The whole text. */
  toString(): string {
    return this.#bytes.toString('utf8', 0, this.#length);
  }

  /** The written bytes, without a copy: valid until the next write or reset. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** `digits / 10^scale` in plain notation with at least one fraction digit. */
  #decimal(isNegative: boolean, digits: number, scale: number): void {
    const bytes = this.#bytes;
    let at = this.#length;
    if (isNegative) {
      bytes[at] = MINUS;
      at += 1;
    }
    const power = scale === 2 ? CENTI : MICRO;
    const whole = Math.floor(digits / power);
    at = writeDigits(bytes, at, whole);
    bytes[at] = POINT;
    at += 1;

    let fraction = (digits - whole * power) | 0;
    let count = scale;
    while (count > 1 && fraction % 10 === 0) {
      fraction = (fraction / 10) | 0;
      count -= 1;
    }
    for (let position = at + count - 1; position >= at; position -= 1) {
      const quotient = (fraction / 10) | 0;
      bytes[position] = ZERO + fraction - quotient * 10;
      fraction = quotient;
    }
    this.#commit(at + count);
  }

  /** The rest of a JSON string, `source[start, end)` and the closing quote, of any content. */
  #escapeUtf8(source: Uint8Array, start: number, end: number): void {
    let index = start;
    while (index < end) {
      const runStart = index;
      while (index < end) {
        const byte = source[index] ?? 0;
        if (PLAIN_ASCII[byte] === 1) {
          index += 1;
        } else {
          const sequence = byte < 0x80 ? 0 : utf8SequenceLength(source, index, end);
          if (sequence === 0) break;
          index += sequence;
        }
      }
      this.#reserve(index - runStart);
      this.#copy(source, runStart, index);
      if (index === end) break;
      const byte = source[index] ?? 0;
      if (byte >= 0x80) {
        const rest = Buffer.from(replacingDecoder.decode(source.subarray(index, end)), 'utf8');
        this.#escapeUtf8(rest, 0, rest.length);
        return;
      }
      this.#commit(writeAsciiCharacter(this.#bytes, this.#length, byte));
      index += 1;
    }
    this.asciiCode(QUOTE);
  }

  #copy(source: Uint8Array, start: number, end: number): void {
    const bytes = this.#bytes;
    const at = this.#length;
    const count = end - start;
    if (count >= BULK_COPY_BYTES) {
      bytes.set(source.subarray(start, end), at);
    } else {
      for (let index = 0; index < count; index += 1) bytes[at + index] = source[start + index] ?? 0;
    }
    this.#length = at + count;
  }

  /** Makes sure that `count` more bytes fit. */
  #reserve(count: number): void {
    if (this.#length + count > this.#capacity) this.#grow(this.#length + count);
  }

  /** Ends a short write, made within the slack, at `end`. */
  #commit(end: number): void {
    if (end > this.#capacity) this.#grow(end);
    this.#length = end;
  }

  #grow(required: number): void {
    if (required > this.#limitBytes) {
      throw new RecordError('PAYLOAD_LIMIT', `the rendered record exceeds ${this.#limitBytes} bytes`);
    }
    // What was written into the slack moves along.
    const written = this.#bytes.subarray(0, this.#length + SLACK_BYTES);
    this.#allocate(Math.min(Math.max(2 * this.#capacity, required), this.#limitBytes));
    this.#bytes.set(written);
  }

  #allocate(capacity: number): void {
    this.#bytes = Buffer.allocUnsafeSlow(capacity + SLACK_BYTES);
    this.#view = new DataView(this.#bytes.buffer);
    this.#capacity = capacity;
  }
}
