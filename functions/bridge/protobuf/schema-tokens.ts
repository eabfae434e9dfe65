import { RecordError } from '../errors.ts';

/** White space, a comment, a string, a word, or any other character. */
const TOKEN =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^'\\]*(?:\\[\s\S][^'\\]*)*'|[^\s{}=;:[\],'"()<>/]+|[\s\S]/y;

const SKIPPED = /^(?:\s|\/[/*])/;
const LINE_END = /\n/g;

/**
 * The tokens of a `.proto` text, without white space and comments; strings keep their quotes.
 *
 * The tokenizer of protobufjs takes quadratic time for a string without an end.
 */
export class SchemaTokens {
  readonly #text: string;
  readonly #pattern = new RegExp(TOKEN);
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** Line of the last token. */
  get line(): number {
    return this.#line;
  }

  /**
   * The next token, or undefined at the end.
   *
   * @throws RecordError `SCHEMA_INVALID` for a string or comment without an end
   */
  next(): string | undefined {
    for (;;) {
      const start = this.#pattern.lastIndex;
      const token = this.#pattern.exec(this.#text)?.[0];
      if (token === undefined) {
        // The end, where the pattern would start over.
        this.#pattern.lastIndex = this.#text.length;
        return undefined;
      }
      if (!SKIPPED.test(token)) {
        if (token === '"' || token === "'") throw this.#withoutEnd('string');
        if (token === '/' && this.#text[start + 1] === '*') throw this.#withoutEnd('comment');
        return token;
      }
      this.#line += token.match(LINE_END)?.length ?? 0;
    }
  }

  #withoutEnd(what: string): RecordError {
    return new RecordError(
      'SCHEMA_INVALID',
      `not a valid Protobuf schema: a ${what} without an end (line ${this.#line})`,
    );
  }
}

/** How much deeper it goes behind a token. */
export function nesting(token: string): number {
  if (token === '{' || token === '[' || token === '<' || token === '(') return 1;
  return token === '}' || token === ']' || token === '>' || token === ')' ? -1 : 0;
}
