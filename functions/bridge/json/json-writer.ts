import { base64Length, writeBase64 } from './base64.ts';
import { writeDigits, writeDigits64 } from './decimal-digits.ts';
import { javaDouble, shortestFloat } from './java-number.ts';
import { MINUS, QUOTE } from './json-characters.ts';
import {
  ESCAPED_LENGTH,
  ESCAPED_PAIR,
  escapedControl,
  FIRST_PRINTABLE,
  hasControl,
  isPlainAscii,
  isUnescaped,
  PLAIN_ASCII,
  writeAsciiCharacter,
} from './json-escape.ts';
import type { JsonFragment } from './json-fragment.ts';
import { writePlainDecimal } from './plain-decimal.ts';
import { BULK_COPY_BYTES, TextBuffer } from './text-buffer.ts';
import { utf8SequenceLength } from './utf8.ts';

/**
 * The most JSON text one record may become: 16 MiB.
 *
 * A decoder can turn a tiny payload into gigabytes, since a union writes a member for every branch it did not take. The
 * bound is far above the 1 MiB that PutEvents takes, so that offloading a large value stays possible, and far below the
 * memory of the function.
 */
export const MAX_RENDERED_BYTES = 16 * 1024 * 1024;

const WORD_BYTES = 4;

/** Literals as little-endian words. */
const TRUE = 0x65757274;
const FALS = 0x736c6166;
const E = 0x65;
const NULL = 0x6c6c756e;

const replacingDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * JSON text under construction. It writes values and leaves the punctuation between them to the caller, and is meant to
 * be reused for every record.
 */
export class JsonWriter extends TextBuffer {
  constructor(limitBytes: number = MAX_RENDERED_BYTES) {
    super(limitBytes);
  }

  /** JSON text that was rendered in advance. */
  fragment(fragment: JsonFragment): void {
    this.reserve(fragment.byteLength);
    const { words } = fragment;
    const view = this.targetView;
    let at = this.written;
    for (let index = 0; index < words.length; index += 1) {
      view.setInt32(at, words[index] ?? 0, true);
      at += 4;
    }
    this.written += fragment.byteLength;
  }

  /** A JSON string. Unpaired surrogates become U+FFFD. */
  string(text: string): void {
    this.reserve(text.length + 2);
    const bytes = this.target;
    let at = this.written;
    bytes[at] = QUOTE;
    at += 1;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= 0x80 || PLAIN_ASCII[code] !== 1) {
        this.written = at;
        const rest = Buffer.from(text.slice(index), 'utf8');
        this.#escapeUtf8(rest, 0, rest.length);
        return;
      }
      bytes[at] = code;
      at += 1;
    }
    bytes[at] = QUOTE;
    this.written = at + 1;
  }

  /** A JSON string from the UTF-8 text `source[start, end)`. Malformed sequences become U+FFFD, as in `TextDecoder`. */
  utf8String(source: Uint8Array, start: number, end: number): void {
    this.reserve(end - start + 2);
    const bytes = this.target;
    let at = this.written;
    bytes[at] = QUOTE;
    at += 1;
    if (end - start >= BULK_COPY_BYTES) {
      this.written = at;
      this.#escapeUtf8(source, start, end);
      return;
    }
    for (let index = start; index < end; index += 1) {
      const byte = source[index] ?? 0;
      if (PLAIN_ASCII[byte] !== 1) {
        this.written = at;
        this.#escapeUtf8(source, index, end);
        return;
      }
      bytes[at] = byte;
      at += 1;
    }
    bytes[at] = QUOTE;
    this.written = at + 1;
  }

  /** Like `utf8String`, but four bytes at a time through `view`, which has the same positions as `source`. */
  utf8Words(source: Uint8Array, view: DataView, start: number, end: number): void {
    const lastWord = end - WORD_BYTES;
    if (lastWord < start) {
      this.utf8String(source, start, end);
      return;
    }
    this.reserve(end - start + 2);
    const target = this.targetView;
    const shift = this.written + 1 - start;
    this.target[this.written] = QUOTE;
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
        this.target[end + shift] = QUOTE;
        this.written = end + shift + 1;
        return;
      }
    }
    this.written = index + shift;
    this.#escapeUtf8(source, index, end);
  }

  /**
   * A JSON string that holds JSON text, byte for byte as `JSON.stringify` writes it.
   *
   * @param source well-formed UTF-8.
   */
  jsonText(source: Uint8Array): void {
    const { buffer, byteOffset, length } = source;
    this.jsonTextRange(source, new DataView(buffer, byteOffset, length), 0, length);
  }

  /** Like `jsonText`, from `source[start, end)`; `view` has the same positions as `source`. */
  jsonTextRange(source: Uint8Array, view: DataView, start: number, end: number): void {
    this.asciiCode(QUOTE);
    let index = start;
    while (index < end) {
      index = this.#jsonWords(view, index, end);
      const wordEnd = Math.min(index + WORD_BYTES, end);
      for (; index < wordEnd; index += 1) this.#jsonByte(source[index] ?? 0);
    }
    this.asciiCode(QUOTE);
  }

  /** A JSON string with the padded base64 of `source[start, end)`. */
  base64String(source: Uint8Array, start: number, end: number): void {
    this.reserve(base64Length(end - start) + 2);
    const bytes = this.target;
    bytes[this.written] = QUOTE;
    const at = writeBase64(bytes, this.written + 1, source, start, end);
    bytes[at] = QUOTE;
    this.written = at + 1;
  }

  /** An integer between -(2^53 - 1) and 2^53 - 1. */
  integer(value: number): void {
    const bytes = this.target;
    if (value < 0) {
      bytes[this.written] = MINUS;
      this.commit(writeDigits(bytes, this.written + 1, -value));
    } else {
      this.commit(writeDigits(bytes, this.written, value));
    }
  }

  /** The signed 64-bit integer with these halves: `high` from -2^31 to 2^31 - 1, `low` from 0 to 2^32 - 1. */
  int64(high: number, low: number): void {
    const bytes = this.target;
    if (high < 0) {
      // Negation in two's complement: invert, add one, carry.
      const magnitudeLow = -low >>> 0;
      const magnitudeHigh = (magnitudeLow === 0 ? -high : ~high) >>> 0;
      bytes[this.written] = MINUS;
      this.commit(writeDigits64(bytes, this.written + 1, magnitudeHigh, magnitudeLow));
    } else {
      this.commit(writeDigits64(bytes, this.written, high, low));
    }
  }

  /** An integer of any size. */
  bigint(value: bigint): void {
    this.ascii(value.toString());
  }

  /** A double in Java's text (`100.0`, `1.0E10`); NaN and the infinities as JSON strings. */
  double(value: number): void {
    const end = writePlainDecimal(this.target, this.written, value);
    if (end > this.written) this.commit(end);
    else if (Number.isFinite(value)) this.ascii(javaDouble(value));
    else this.ascii(`"${value}"`);
  }

  /** A 32-bit float in Java's text, by its own shortest digits; NaN and the infinities as JSON strings. */
  float(value: number): void {
    this.double(shortestFloat(value));
  }

  boolean(value: boolean): void {
    this.targetView.setInt32(this.written, value ? TRUE : FALS, true);
    this.target[this.written + 4] = E;
    this.commit(this.written + (value ? 4 : 5));
  }

  null(): void {
    this.targetView.setInt32(this.written, NULL, true);
    this.commit(this.written + 4);
  }

  /**
   * JSON text inside a JSON string, up to a word with a control character or to the last bytes; returns the position there.
   * JSON text is full of quotation marks: every byte of a word with one is written as a pair, whose second half is
   * overwritten where there is nothing to escape, since that takes no branch.
   */
  #jsonWords(words: DataView, start: number, end: number): number {
    const lastWord = end - WORD_BYTES;
    this.reserve(2 * (end - start));
    const view = this.targetView;
    let at = this.written;
    let index = start;
    for (; index <= lastWord; index += WORD_BYTES) {
      const word = words.getInt32(index, true);
      if (isUnescaped(word)) {
        view.setInt32(at, word, true);
        at += WORD_BYTES;
        continue;
      }
      if (hasControl(word)) break;
      for (let shift = 0; shift < 32; shift += 8) {
        const byte = (word >>> shift) & 0xff;
        view.setUint16(at, ESCAPED_PAIR[byte] ?? 0, true);
        at += ESCAPED_LENGTH[byte] ?? 0;
      }
    }
    this.written = at;
    return index;
  }

  #jsonByte(byte: number): void {
    if (byte < FIRST_PRINTABLE) {
      this.ascii(escapedControl(byte));
      return;
    }
    this.targetView.setUint16(this.written, ESCAPED_PAIR[byte] ?? 0, true);
    this.commit(this.written + (ESCAPED_LENGTH[byte] ?? 0));
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
      this.reserve(index - runStart);
      this.copy(source, runStart, index);
      if (index === end) break;
      const byte = source[index] ?? 0;
      if (byte >= 0x80) {
        const rest = Buffer.from(replacingDecoder.decode(source.subarray(index, end)), 'utf8');
        this.#escapeUtf8(rest, 0, rest.length);
        return;
      }
      this.commit(writeAsciiCharacter(this.target, this.written, byte));
      index += 1;
    }
    this.asciiCode(QUOTE);
  }
}
