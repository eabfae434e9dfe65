import { RecordError } from '../errors.ts';
import { MAX_MESSAGE_STATEMENTS, MAX_SCHEMA_STATEMENTS, MAX_STATEMENT_TOKENS } from './limits.ts';
import { SchemaTokens } from './schema-tokens.ts';

/** Of a file that does not say. */
const DEFAULT_SYNTAX = 'proto2';

/** Options that matter to a payload. A list of few: protobufjs copies those of a file to each of its messages. */
const FEATURE = 'features\\.(?:field_presence|enum_type|message_encoding|utf8_validation)';
const KEPT_OPTIONS = new RegExp(`^(?:map_entry|allow_alias|${FEATURE})$`);
const KEPT_FIELD_OPTIONS = new RegExp(`^(?:json_name|${FEATURE})$`);

/** Stands for the word `optional` of proto3. */
const OPTIONAL_MARK = 'proto3_optional=true';

/** All features in one option, `features = {…}`. */
const ALL_FEATURES = 'features';

const LABELS: ReadonlySet<string | undefined> = new Set(['optional', 'required', 'repeated']);

/** The part of a `.proto` text that matters to a payload. */
export interface ReducedSchema {
  readonly text: string;
  /** `proto2`, `proto3`, or an edition such as `2023`. */
  readonly edition: string;
}

/**
 * Leaves out of a schema what has no part in a payload: comments, services, extensions, reserved numbers and nearly all
 * options. protobufjs would read all that, some of it in quadratic time, and refuse the schema for an error in it. Lines
 * stay where they are, for its messages.
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function reduceSchema(text: string): ReducedSchema {
  return new SchemaReduction(text).reduce();
}

interface Block {
  readonly isEnum: boolean;
  statements: number;
}

class SchemaReduction {
  readonly #tokens: SchemaTokens;
  readonly #parts: string[] = [];
  readonly #blocks: Block[] = [{ isEnum: false, statements: 0 }];
  #statements = 0;
  #line = 1;
  #edition: string | undefined;

  constructor(text: string) {
    this.#tokens = new SchemaTokens(text);
  }

  reduce(): ReducedSchema {
    for (let token = this.#tokens.next(); token !== undefined; token = this.#tokens.next()) {
      this.#readStatement(token);
    }
    return { text: this.#parts.join(' '), edition: this.#edition ?? DEFAULT_SYNTAX };
  }

  get #isInEnum(): boolean {
    return this.#blocks.at(-1)?.isEnum ?? false;
  }

  #readStatement(first: string): void {
    switch (first) {
      case ';':
        break;
      case '}':
        this.#closeBlock();
        break;
      case 'option':
        this.#readOption();
        break;
      case 'reserved':
        this.#skipTo(';');
        break;
      case 'extensions':
        if (this.#isInEnum) this.#keepStatement(first);
        else this.#skipTo(';');
        break;
      case 'extend':
      case 'service':
        if (this.#isInEnum) this.#keepStatement(first);
        else this.#skipTo('}');
        break;
      default:
        this.#keepStatement(first);
    }
  }

  /** Everything up to a semicolon, or a brace that opens a block or closes one too early. */
  #keepStatement(first: string): void {
    const statement: string[] = [];
    // protobufjs makes a oneof `_id` of an optional `id` in proto3, and fails when there is a field of that name.
    const isProto3Optional = first === 'optional' && this.#edition === 'proto3' && !this.#isInEnum;
    const marks = isProto3Optional ? [OPTIONAL_MARK] : [];
    for (let token: string | undefined = first; token !== undefined; token = this.#tokens.next()) {
      if (token === '}') {
        this.#closeBlock();
        return;
      }
      if (token === '[') {
        this.#readFieldOptions(marks.splice(0));
        continue;
      }
      if (token === ';' && marks.length > 0) this.#keep(`[${OPTIONAL_MARK}]`);
      if (!isProto3Optional || statement.length > 0) this.#keep(token);
      statement.push(token);
      if (statement.length > MAX_STATEMENT_TOKENS)
        throw tooMany('a statement', MAX_STATEMENT_TOKENS, 'parts');
      if (token === ';' || token === '{') break;
    }
    this.#count();
    const isBlock = statement.at(-1) === '{';
    if (isBlock) this.#blocks.push({ isEnum: statement.at(-3) === 'enum', statements: 0 });
    if (first === 'syntax' || first === 'edition') this.#edition ??= statement[2]?.slice(1, -1);
  }

  #closeBlock(): void {
    this.#keep('}');
    if (this.#blocks.length > 1) this.#blocks.pop();
  }

  #readOption(): void {
    const name = this.#tokens.next() ?? '';
    refuseAllFeatures(name);
    if (KEPT_OPTIONS.test(name)) {
      this.#keep('option');
      this.#keepStatement(name);
    } else {
      this.#skipTo(';', name);
    }
  }

  /** The list behind a field, up to its closing bracket, with other options in front. */
  #readFieldOptions(others: readonly string[]): void {
    let kept = 0;
    for (const option of others) {
      this.#keep(kept === 0 ? '[' : ',');
      this.#keep(option);
      kept += 1;
    }
    for (let name = this.#tokens.next(); name !== undefined && name !== ']'; ) {
      refuseAllFeatures(name);
      const isKept = KEPT_FIELD_OPTIONS.test(name);
      if (isKept) this.#keep(kept === 0 ? '[' : ',');
      if (isKept) kept += 1;
      if (kept > MAX_STATEMENT_TOKENS) throw tooMany('a field', MAX_STATEMENT_TOKENS, 'options');
      let depth = 0;
      let token: string | undefined = name;
      for (; token !== undefined; token = this.#tokens.next()) {
        if (depth === 0 && (token === ',' || token === ']')) break;
        depth += nesting(token);
        if (isKept) this.#keep(token);
      }
      name = token === ',' ? this.#tokens.next() : token;
    }
    if (kept > 0) this.#keep(']');
  }

  /**
   * Skips what is left of a statement, from the token `first` on: up to a semicolon outside of all brackets, or the brace
   * that ends its block.
   */
  #skipTo(end: ';' | '}', first: string | undefined = this.#tokens.next()): void {
    let depth = 0;
    let previous: string | undefined;
    for (let token = first; token !== undefined; token = this.#tokens.next()) {
      if (token === 'group' && LABELS.has(previous)) {
        // It declares a message, which would count in message indexes.
        throw new RecordError(
          'SCHEMA_INVALID',
          'the schema has a group in an extension, which is not supported',
        );
      }
      if (depth === 0 && token === '}') {
        this.#closeBlock();
        return;
      }
      depth += nesting(token);
      if (depth <= 0 && token === end) return;
      previous = token;
    }
  }

  #keep(token: string): void {
    const { line } = this.#tokens;
    if (line > this.#line) this.#parts.push('\n'.repeat(line - this.#line));
    this.#line = line;
    this.#parts.push(token);
  }

  #count(): void {
    const block = this.#blocks.at(-1);
    this.#statements += 1;
    if (this.#statements > MAX_SCHEMA_STATEMENTS) {
      throw tooMany('the schema', MAX_SCHEMA_STATEMENTS, 'statements');
    }
    if (block === undefined || this.#blocks.length === 1) return;
    block.statements += 1;
    if (block.statements > MAX_MESSAGE_STATEMENTS && !block.isEnum) {
      throw tooMany('a message of the schema', MAX_MESSAGE_STATEMENTS, 'statements');
    }
  }
}

function refuseAllFeatures(optionName: string): void {
  if (optionName !== ALL_FEATURES) return;
  throw new RecordError('SCHEMA_INVALID', 'the schema sets features in one option instead of one by one');
}

/** How much deeper it goes behind a token. */
function nesting(token: string): number {
  if (token === '{' || token === '[' || token === '<' || token === '(') return 1;
  return token === '}' || token === ']' || token === '>' || token === ')' ? -1 : 0;
}

function tooMany(what: string, limit: number, parts: string): RecordError {
  return new RecordError('SCHEMA_INVALID', `${what} has more than ${limit} ${parts}`);
}
