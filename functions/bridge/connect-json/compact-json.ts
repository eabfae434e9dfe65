import { RecordError } from '../errors.ts';
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../json/json-characters.ts';
import { writeJsonDocument } from '../json/json-document.ts';
import { skipNumber, skipString } from '../json/json-token.ts';
import { JsonWriter } from '../json/json-writer.ts';
import { MapEntries } from '../json/map-entries.ts';
import { MAX_NESTING_DEPTH } from '../json/nesting.ts';
import { ValuePath } from '../json/value-path.ts';

/** What a document beyond this took is given back after it: some five bytes for each byte of text. */
const RETAINED_BYTES = 512 * 1024;

const NO_BYTES = Buffer.alloc(0);
const NO_ENDS = new Int32Array(0);

const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;

/**
 * A checked JSON document without blanks, to be walked from value to value: whoever reads it may trust its syntax. Every
 * container knows its end, so skipping one takes no longer than skipping a number, however deep it nests.
 *
 * It is meant to be reused: a document lasts until `close` or the next `read`.
 */
export class CompactJson {
  /** Where in the document its reader is, for the message of an error. */
  readonly path = new ValuePath();
  /** The maps that are being written. */
  readonly entries = new MapEntries();
  #text = new JsonWriter();
  #bytes: Buffer = NO_BYTES;
  /** For the position of each opening bracket and brace, the position behind its counterpart. */
  #ends = NO_ENDS;
  readonly #open = new Int32Array(MAX_NESTING_DEPTH);

  /**
   * Takes the next document, `source[start, end)`; no bytes and only blanks are `null`.
   *
   * @throws RecordError `PAYLOAD_INVALID` with the position of the fault, `PAYLOAD_LIMIT` when nested too deeply
   */
  read(source: Buffer, start: number, end: number): void {
    this.path.clear();
    this.entries.clear();
    this.#text.reset();
    writeJsonDocument(source, start, end, this.#text);
    const { buffer, byteOffset, length } = this.#text.bytes();
    this.#bytes = Buffer.from(buffer, byteOffset, length);
    this.#findEnds();
  }

  /** Lets go of what a large document took, which would otherwise stay in memory until the next one. */
  close(): void {
    if (this.#text.capacity <= RETAINED_BYTES) return;
    this.#text = new JsonWriter();
    this.#bytes = NO_BYTES;
    this.#ends = NO_ENDS;
    this.entries.release();
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  byteAt(at: number): number {
    return this.#bytes[at] ?? 0;
  }

  isNull(at: number): boolean {
    return this.#bytes[at] === LOWER_N;
  }

  isTrue(at: number): boolean {
    return this.#bytes[at] === LOWER_T;
  }

  isBoolean(at: number): boolean {
    return this.#bytes[at] === LOWER_T || this.#bytes[at] === LOWER_F;
  }

  isString(at: number): boolean {
    return this.#bytes[at] === QUOTE;
  }

  /** The position behind the value that starts at `at`. */
  end(at: number): number {
    switch (this.#bytes[at]) {
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        return this.#ends[at] ?? 0;
      case QUOTE:
        return skipString(this.#bytes, at, this.#bytes.length);
      case LOWER_T:
      case LOWER_N:
        return at + 'true'.length;
      case LOWER_F:
        return at + 'false'.length;
      default:
        return skipNumber(this.#bytes, at, this.#bytes.length);
    }
  }

  /** The characters at `[at, end)`, each a byte. */
  latin1(at: number, end: number): string {
    return this.#bytes.toString('latin1', at, end);
  }

  /** Whether `[at, end)` holds exactly these bytes. */
  isTextAt(at: number, end: number, text: Uint8Array | undefined): boolean {
    if (text === undefined || text.length !== end - at) return false;
    for (let index = 0; index < text.length; index += 1) {
      if (this.#bytes[at + index] !== text[index]) return false;
    }
    return true;
  }

  /** Whether the string at `[at, end)` has escapes. */
  isEscaped(at: number, end: number): boolean {
    for (let position = at + 1; position < end - 1; position += 1) {
      if (this.#bytes[position] === BACKSLASH) return true;
    }
    return false;
  }

  /** The text of the JSON string that stands at `[at, end)` with its quotes. */
  string(at: number, end: number): string {
    if (!this.isEscaped(at, end)) return this.#bytes.toString('utf8', at + 1, end - 1);
    return String(JSON.parse(this.#bytes.toString('utf8', at, end)));
  }

  /** The positions of the values of an object, by the names of its members. The last of equal names counts. */
  members(at: number): ReadonlyMap<string, number> {
    if (this.byteAt(at) !== OPEN_OBJECT) throw new RecordError('PAYLOAD_INVALID', 'expected an object');
    const members = new Map<string, number>();
    const end = this.end(at);
    for (let position = at + 1; position < end - 1; ) {
      const nameEnd = this.end(position);
      members.set(this.string(position, nameEnd), nameEnd + 1);
      position = this.end(nameEnd + 1) + 1;
    }
    return members;
  }

  /** The text of a member, if there is one and it is a string. */
  memberText(members: ReadonlyMap<string, number> | undefined, name: string): string | undefined {
    const at = members?.get(name);
    return at === undefined || !this.isString(at) ? undefined : this.string(at, this.end(at));
  }

  /** The positions of the elements of the array at `at`. */
  elements(at: number): readonly number[] {
    const elements: number[] = [];
    const end = this.end(at);
    for (let position = at + 1; position < end - 1; position = this.end(position) + 1)
      elements.push(position);
    return elements;
  }

  #findEnds(): void {
    const bytes = this.#bytes;
    const { length } = bytes;
    if (this.#ends.length < length) this.#ends = new Int32Array(length);
    let depth = 0;
    for (let position = 0; position < length; position += 1) {
      const byte = bytes[position];
      if (byte === QUOTE) {
        position = skipString(bytes, position, length) - 1;
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        this.#open[depth] = position;
        depth += 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        depth -= 1;
        this.#ends[this.#open[depth] ?? 0] = position + 1;
      }
    }
  }
}
