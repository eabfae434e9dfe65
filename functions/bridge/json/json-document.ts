import { isUtf8 } from 'node:buffer';
import { RecordError } from '../errors.ts';
import {
  CLOSE_OBJECT,
  COLON,
  COMMA,
  IS_BLANK,
  MINUS,
  NINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  ZERO,
} from './json-characters.ts';
import { skipNumber, skipString } from './json-token.ts';
import type { JsonWriter } from './json-writer.ts';
import { MAX_NESTING_DEPTH } from './nesting.ts';
import { utf8SequenceLength } from './utf8.ts';

/** What stands in ASCII between an opening bracket or brace and its closing counterpart. */
const CLOSER_DISTANCE = 2;

const LITERALS: ReadonlyMap<number, Uint8Array> = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Buffer.from(word)]),
);

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Closing bytes of the containers that are open, outermost first: a level of nesting costs a byte and no call. */
const closers = new Uint8Array(MAX_NESTING_DEPTH);

/**
 * Checks that `source[start, end)` is one JSON document and writes it without insignificant blanks. The rest stays as
 * the producer wrote it: the text of numbers and escapes, the order of members, duplicate members.
 *
 * A byte order mark is skipped. No bytes or only blanks give `null`, as in Kafka Connect. Anything but blanks behind the
 * document is an error, while Kafka Connect silently drops it.
 *
 * @throws RecordError `PAYLOAD_INVALID` with the position of the fault, `PAYLOAD_LIMIT` when nested too deeply
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function writeJsonDocument(source: Buffer, start: number, end: number, out: JsonWriter): void {
  requireUtf8(source, start, end);
  new DocumentScanner(source, start, end, out).scan();
}

function requireUtf8(source: Buffer, start: number, end: number): void {
  if (isUtf8(start === 0 && end === source.length ? source : source.subarray(start, end))) return;
  let position = start;
  for (;;) {
    const length = utf8SequenceLength(source, position, end);
    if (length === 0) throw new RecordError('PAYLOAD_INVALID', `byte ${position - start}: malformed UTF-8`);
    position += length;
  }
}

/** Whether a document holds no value, of which {@link writeJsonDocument} makes `null`. */
export function isBlankDocument(source: Uint8Array): boolean {
  for (let position = markEnd(source, 0); position < source.length; position += 1) {
    if (IS_BLANK[source[position] ?? 0] !== 1) return false;
  }
  return true;
}

/** The position behind the byte order mark, if there is one at `start`. */
function markEnd(source: Uint8Array, start: number): number {
  const isMarked = BYTE_ORDER_MARK.every((byte, index) => source[start + index] === byte);
  return isMarked ? start + BYTE_ORDER_MARK.length : start;
}

class DocumentScanner {
  readonly #source: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  readonly #out: JsonWriter;
  #position: number;
  /** The first byte that is checked and not copied yet. */
  #runStart: number;

  constructor(source: Uint8Array, start: number, end: number, out: JsonWriter) {
    this.#source = source;
    this.#start = start;
    this.#end = end;
    this.#out = out;
    this.#position = markEnd(source, start);
    this.#runStart = this.#position;
  }

  scan(): void {
    this.#skipBlanks();
    if (this.#position === this.#end) {
      this.#out.null();
      return;
    }
    this.#skipValue();
    this.#out.rawRange(this.#source, this.#runStart, this.#position);
    this.#runStart = this.#position;
    this.#skipBlanks();
    if (this.#position < this.#end) throw this.#expected('the end of the document');
  }

  /** One value with all that it contains. */
  #skipValue(): void {
    let depth = 0;
    for (;;) {
      const byte = this.#peek();
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (depth === MAX_NESTING_DEPTH) throw this.#tooDeep();
        closers[depth] = byte + CLOSER_DISTANCE;
        this.#position += 1;
        this.#skipBlanks();
        if (this.#peek() !== byte + CLOSER_DISTANCE) {
          depth += 1;
          if (byte === OPEN_OBJECT) this.#skipMemberName();
          continue;
        }
        this.#position += 1;
      } else {
        this.#skipScalar(byte);
      }
      depth = this.#skipClosers(depth);
      if (depth === 0) return;
      if (closers[depth - 1] === CLOSE_OBJECT) this.#skipMemberName();
    }
  }

  /** What follows a value: the ends of containers and the comma before the next value. Returns the depth it has. */
  #skipClosers(depth: number): number {
    let open = depth;
    while (open > 0) {
      this.#skipBlanks();
      const closer = closers[open - 1] ?? 0;
      const byte = this.#peek();
      if (byte !== COMMA && byte !== closer) throw this.#expected(`"," or "${String.fromCharCode(closer)}"`);
      this.#position += 1;
      if (byte === COMMA) {
        this.#skipBlanks();
        return open;
      }
      open -= 1;
    }
    return 0;
  }

  #skipMemberName(): void {
    if (this.#peek() !== QUOTE) throw this.#expected('a member name');
    this.#skipString();
    this.#skipBlanks();
    if (this.#peek() !== COLON) throw this.#expected('":"');
    this.#position += 1;
    this.#skipBlanks();
  }

  #skipScalar(first: number): void {
    if (first === QUOTE) {
      this.#skipString();
    } else if (first === MINUS || (first >= ZERO && first <= NINE)) {
      const next = skipNumber(this.#source, this.#position, this.#end);
      this.#position = next < 0 ? -1 - next : next;
      if (next < 0) throw this.#expected('a digit');
    } else {
      const word = LITERALS.get(first);
      if (word === undefined) throw this.#expected('a value');
      for (const letter of word) {
        if (this.#peek() !== letter) throw this.#expected('true, false or null');
        this.#position += 1;
      }
    }
  }

  #skipString(): void {
    const next = skipString(this.#source, this.#position, this.#end);
    this.#position = next < 0 ? -1 - next : next;
    if (next < 0) throw this.#expected('a string character');
  }

  /** Copies what is checked and leaves out the blanks that follow. */
  #skipBlanks(): void {
    const source = this.#source;
    let position = this.#position;
    if (IS_BLANK[source[position] ?? 0] !== 1 || position >= this.#end) return;
    this.#out.rawRange(source, this.#runStart, position);
    while (position < this.#end && IS_BLANK[source[position] ?? 0] === 1) position += 1;
    this.#position = position;
    this.#runStart = position;
  }

  /** The byte at the position, -1 at the end. */
  #peek(): number {
    return this.#position < this.#end ? (this.#source[this.#position] ?? -1) : -1;
  }

  #expected(what: string): RecordError {
    const found = this.#position < this.#end ? 'something else' : 'the end of the data';
    return new RecordError('PAYLOAD_INVALID', `${this.#where()}: expected ${what}, found ${found}`);
  }

  #tooDeep(): RecordError {
    return new RecordError(
      'PAYLOAD_LIMIT',
      `${this.#where()}: nested deeper than ${MAX_NESTING_DEPTH} levels`,
    );
  }

  #where(): string {
    return `byte ${this.#position - this.#start}`;
  }
}
