import { MAX_NESTING_DEPTH } from '../json/nesting.ts';
import { alignValues, commonKind } from './common-kind.ts';
import type { HeaderEntry, HeaderValue } from './header-value.ts';
import { numberOf } from './number.ts';
import { temporalOf } from './temporal.ts';

/** Ends of a word, unless escaped by a backslash. */
const DELIMITERS = ':,{}[]"';

/** Java's `trim` takes away all of these. */
const LAST_BLANK = 0x20;

/** A time or timestamp, whose colons would end a word. */
const COLON_SEPARATED = /(?:\d{4}-\d\d-\d\dT)?\d\d:\d\d:\d\d\.\d{3}Z/y;

/** A number may start with a sign, but not with its decimal point. */
const NUMBER_START = /^[\d+-]/;

const LITERALS: ReadonlyMap<string, HeaderValue> = new Map<string, HeaderValue>([
  ['null', { kind: 'null' }],
  ['true', { kind: 'boolean', value: true }],
  ['false', { kind: 'boolean', value: false }],
]);

/**
 * Reads the text of a header as Connect does: a literal, a number, a date, a time, or a list or map of such and of quoted
 * texts. Undefined if it is text.
 *
 * Connect stops at the end of the first value and forgets the rest: `1,2` is 1 to it, and `12:30` is 12. Here the whole text
 * has to be a value.
 */
export function parseHeader(text: string): HeaderValue | undefined {
  return new HeaderParser(text).parse();
}

class HeaderParser {
  readonly #text: string;
  #position = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): HeaderValue | undefined {
    this.#skipBlanks();
    if (this.#peek() === '"') return undefined;
    const value = this.#value();
    this.#skipBlanks();
    return this.#position === this.#text.length ? value : undefined;
  }

  /** The value at the position; undefined if there is none. */
  #value(): HeaderValue | undefined {
    this.#skipBlanks();
    switch (this.#peek()) {
      case '"':
        return this.#quoted();
      case '[':
        return this.#nested(() => this.#array());
      case '{':
        return this.#nested(() => this.#map());
      default:
        return this.#word();
    }
  }

  #nested(read: () => HeaderValue | undefined): HeaderValue | undefined {
    if (this.#depth === MAX_NESTING_DEPTH) return undefined;
    this.#depth += 1;
    this.#position += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #array(): HeaderValue | undefined {
    const items: HeaderValue[] = [];
    while (!this.#consume(']')) {
      const item = this.#value();
      if (item === undefined) return undefined;
      items.push(item);
      if (!this.#consume(',') && !this.#isNext(']')) return undefined;
    }
    const aligned = alignValues(items);
    return aligned === undefined ? undefined : { kind: 'array', items: aligned };
  }

  /** Connect does not insist on the commas of a map. */
  #map(): HeaderValue | undefined {
    const keys: HeaderValue[] = [];
    const values: HeaderValue[] = [];
    while (!this.#consume('}')) {
      const key = this.#value();
      if (key === undefined || key.kind === 'null' || !this.#consume(':')) return undefined;
      const value = this.#value();
      if (value === undefined) return undefined;
      keys.push(key);
      values.push(value);
      this.#consume(',');
    }
    const entries = alignEntries(keys, values);
    return entries === undefined ? undefined : { kind: 'map', entries };
  }

  /** Backslashes stay: Connect knows that they keep a quote from ending the text, and leaves them there. */
  #quoted(): HeaderValue | undefined {
    const start = this.#position + 1;
    const end = this.#findEnd(start, '"');
    if (end === this.#text.length) return undefined;
    this.#position = end + 1;
    const content = this.#text.slice(start, end);
    return temporalOf(content) ?? { kind: 'text', text: content };
  }

  #word(): HeaderValue | undefined {
    const start = this.#position;
    COLON_SEPARATED.lastIndex = start;
    const [separated] = COLON_SEPARATED.exec(this.#text) ?? [];
    if (separated !== undefined && this.#isEndOfWord(start + separated.length)) {
      const temporal = temporalOf(separated);
      if (temporal !== undefined) {
        this.#position = start + separated.length;
        return temporal;
      }
    }
    this.#position = this.#findEnd(start, DELIMITERS);
    const word = this.#text.slice(start, trimmedEnd(this.#text, start, this.#position));
    return LITERALS.get(word) ?? temporalOf(word) ?? (NUMBER_START.test(word) ? numberOf(word) : undefined);
  }

  #isEndOfWord(position: number): boolean {
    return position === this.#text.length || DELIMITERS.includes(this.#text.charAt(position));
  }

  /** The first of the delimiters that is not escaped, or the end of the text. */
  #findEnd(start: number, delimiters: string): number {
    let position = start;
    while (position < this.#text.length) {
      const character = this.#text.charAt(position);
      if (character === '\\') position += 1;
      else if (delimiters.includes(character)) return position;
      position += 1;
    }
    return this.#text.length;
  }

  #skipBlanks(): void {
    while (this.#text.charCodeAt(this.#position) <= LAST_BLANK) this.#position += 1;
  }

  /** The character at the position; empty at the end. */
  #peek(): string {
    return this.#text.charAt(this.#position);
  }

  #isNext(character: string): boolean {
    this.#skipBlanks();
    return this.#peek() === character;
  }

  #consume(character: string): boolean {
    const isNext = this.#isNext(character);
    if (isNext) this.#position += 1;
    return isNext;
  }
}

function trimmedEnd(text: string, start: number, end: number): number {
  let position = end;
  while (position > start && text.charCodeAt(position - 1) <= LAST_BLANK) position -= 1;
  return position;
}

function alignEntries(
  keys: readonly HeaderValue[],
  values: readonly HeaderValue[],
): readonly HeaderEntry[] | undefined {
  const alignedKeys = alignValues(keys);
  // Where the keys have no type in common, Connect does not look for one of the values.
  const alignedValues = commonKind(keys) === undefined ? values : alignValues(values);
  if (alignedKeys === undefined || alignedValues === undefined) return undefined;
  return alignedKeys.flatMap((key, index): HeaderEntry[] => {
    const value = alignedValues[index];
    return value === undefined ? [] : [{ key, value }];
  });
}
