import { InvalidEventPatternError } from './errors.ts';

export type TokenKind =
  | 'object-start'
  | 'object-end'
  | 'array-start'
  | 'array-end'
  | 'name'
  | 'string'
  | 'number'
  | 'literal'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The contents of a name or string, the characters of anything else. */
  readonly text: string;
  /** Offset behind the token as far as the parser of the service has looked when it hands the token out. */
  readonly seen: number;
  /** Offset behind the whole token. */
  readonly end: number;
}

/**
 * Deepest nesting of a JSON document, in levels. The limit of the JSON parser event-ruler uses; it also bounds the
 * recursion here. https://javadoc.io/doc/com.fasterxml.jackson.core/jackson-core (StreamReadConstraints)
 */
export const MAX_NESTING_DEPTH = 1000;

/** Characters of the pattern an error message repeats; the parser of the service cuts longer sources. */
const MAX_QUOTED_SOURCE_CHARACTERS = 500;

const WHITESPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{ID_Continue}$]+/uy;
const LITERALS: ReadonlySet<string> = new Set(['true', 'false', 'null']);
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Reads a pattern token by token and knows where it is, so that a rejection carries the line and column the service
 * reports: behind the last character its parser has looked at. A name is handed out with the value behind it already
 * begun, and a string counts as one quote until its contents are asked for.
 *
 * The texts for `Unrecognized token` and for a missing double-quote are recorded from the service; the other syntax
 * errors are worded alike, and text behind the pattern is refused.
 */
export class PatternReader {
  readonly #source: string;
  readonly #open: ('object' | 'array')[] = [];
  #needsComma = false;
  #ahead: Token | undefined;
  #current: Token = { kind: 'end', text: '', seen: 0, end: 0 };
  #offset = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Moves to the next token. */
  next(): Token {
    if (this.#ahead !== undefined) {
      this.#current = this.#ahead;
      this.#ahead = undefined;
      return this.#current;
    }
    const token = this.#readToken(this.#current.end);
    this.#current = token;
    this.#offset = token.seen;
    if (token.kind === 'name') {
      this.#ahead = this.#readValue(this.#skip(token.end, ':', 'a colon to separate field name and value'));
      this.#offset = this.#ahead.seen;
    }
    return token;
  }

  /** The contents of the current token. Moves the reported place behind it. */
  text(): string {
    if (this.#ahead === undefined) this.#offset = this.#current.end;
    return this.#current.text;
  }

  /** Rejects the pattern at the current place. */
  fail(reason: string): never {
    throw new InvalidEventPatternError(`${reason}${this.#place()}`);
  }

  /** Rejects the pattern for a member of an `anything-but` list: the service names the place twice. */
  failInList(reason: string): never {
    throw new InvalidEventPatternError(`${reason}${this.#place()}${this.#place()}`);
  }

  #place(): string {
    const lines = this.#source.slice(0, this.#offset).split(/\r\n|\r|\n/);
    const hidden = this.#source.length - MAX_QUOTED_SOURCE_CHARACTERS;
    const cut = hidden > 0 ? `[truncated ${hidden} chars]` : '';
    const quoted = this.#source.slice(0, MAX_QUOTED_SOURCE_CHARACTERS);
    const column = (lines.at(-1) ?? '').length + 1;
    return `\n at [Source: (String)"${quoted}"${cut}; line: ${lines.length}, column: ${column}]`;
  }

  #failAt(offset: number, reason: string): never {
    this.#offset = offset;
    this.fail(reason);
  }

  #readToken(from: number): Token {
    const container = this.#open.at(-1);
    const start = this.#skipWhitespace(from);
    const closing = this.#source[start];
    if (container === undefined) {
      if (this.#current.kind !== 'end' || this.#current.end !== 0) return this.#readEnd(start);
      return closing === undefined ? this.#token('end', start, start) : this.#readValue(start);
    }
    if (closing === '}' || closing === ']') return this.#close(container, closing, start);
    const entries = container === 'object' ? 'Object' : 'Array';
    const entry = this.#needsComma ? this.#skip(start, ',', `comma to separate ${entries} entries`) : start;
    if (container === 'array') return this.#readValue(entry);
    if (this.#source[entry] !== '"') this.#failUnexpected(entry, 'double-quote to start field name');
    return { ...this.#readString(entry), kind: 'name' };
  }

  #readEnd(start: number): Token {
    if (start < this.#source.length) this.#failUnexpected(start, 'the end of the pattern');
    return this.#token('end', start, start);
  }

  #close(container: 'object' | 'array', closing: string, start: number): Token {
    const expected = container === 'object' ? '}' : ']';
    if (closing !== expected) {
      this.#failAt(start + 1, `Unexpected close marker '${closing}': expected '${expected}'`);
    }
    this.#open.pop();
    this.#needsComma = true;
    return this.#token(container === 'object' ? 'object-end' : 'array-end', start, start + 1);
  }

  #readValue(start: number): Token {
    const first = this.#source[start];
    this.#needsComma = true;
    if (first === '{' || first === '[') return this.#openContainer(first, start);
    if (first === '"') return this.#readString(start);
    const number = this.#match(NUMBER, start);
    if (number !== '') return this.#token('number', start, start + number.length);
    const word = this.#match(WORD, start);
    if (LITERALS.has(word)) return this.#token('literal', start, start + word.length);
    const expected = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    if (word === '') this.#failUnexpected(start, `a valid value ${expected}`, 'expected');
    this.#failAt(start + word.length, `Unrecognized token '${word}': was expecting ${expected}`);
  }

  #openContainer(first: '{' | '[', start: number): Token {
    this.#open.push(first === '{' ? 'object' : 'array');
    this.#needsComma = false;
    if (this.#open.length > MAX_NESTING_DEPTH) {
      this.#failAt(start + 1, `Document nesting depth exceeds the maximum allowed (${MAX_NESTING_DEPTH})`);
    }
    return this.#token(first === '{' ? 'object-start' : 'array-start', start, start + 1);
  }

  #readString(start: number): Token {
    let text = '';
    let at = start + 1;
    for (;;) {
      const character = this.#source[at];
      if (character === undefined) this.#failAt(at, 'Unexpected end-of-input: was expecting closing quote');
      if (character === '"') return { kind: 'string', text, seen: start + 1, end: at + 1 };
      if (character < ' ') {
        const code = character.charCodeAt(0);
        this.#failAt(at + 1, `Illegal unquoted character ((CTRL-CHAR, code ${code})): has to be escaped`);
      }
      const read = character === '\\' ? this.#readEscape(at) : { text: character, end: at + 1 };
      text += read.text;
      at = read.end;
    }
  }

  #readEscape(at: number): { text: string; end: number } {
    const letter = this.#source[at + 1] ?? '';
    const hexadecimal = /^[0-9a-fA-F]{4}$/.exec(this.#source.slice(at + 2, at + 6))?.[0];
    if (letter === 'u' && hexadecimal !== undefined) {
      return { text: String.fromCharCode(Number.parseInt(hexadecimal, 16)), end: at + 6 };
    }
    const text = ESCAPES[letter];
    if (text === undefined) {
      this.#failAt(at + 2, `Unrecognized character escape '${letter}' (code ${letter.charCodeAt(0)})`);
    }
    return { text, end: at + 2 };
  }

  #skip(from: number, expected: string, purpose: string): number {
    const start = this.#skipWhitespace(from);
    if (this.#source[start] !== expected) this.#failUnexpected(start, purpose);
    return this.#skipWhitespace(start + 1);
  }

  #failUnexpected(offset: number, purpose: string, verb = 'was expecting'): never {
    const character = this.#source[offset];
    if (character === undefined) this.#failAt(offset, `Unexpected end-of-input: ${verb} ${purpose}`);
    this.#failAt(
      offset,
      `Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${verb} ${purpose}`,
    );
  }

  #skipWhitespace(from: number): number {
    return from + this.#match(WHITESPACE, from).length;
  }

  #match(expression: RegExp, from: number): string {
    expression.lastIndex = from;
    return expression.exec(this.#source)?.[0] ?? '';
  }

  #token(kind: TokenKind, start: number, end: number): Token {
    return { kind, text: this.#source.slice(start, end), seen: end, end };
  }
}
