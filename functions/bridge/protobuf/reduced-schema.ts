import { RecordError } from '../errors.ts';
import { checkCount } from './declaration-limits.ts';
import { FEATURE_NAMES, readFeatures } from './features-option.ts';
import { MAX_MESSAGE_STATEMENTS, MAX_SCHEMA_STATEMENTS, MAX_STATEMENT_TOKENS } from './limits.ts';
import { nesting, SchemaTokens } from './schema-tokens.ts';

/** Of a file that does not say. */
const DEFAULT_SYNTAX = 'proto2';

/** Of a file that does not say and sets features, which proto2 does not have: Confluent's registry prints no edition. */
const DEFAULT_EDITION = '2023';

/** Options that matter to a payload. A list of few: protobufjs copies those of a file to each of its messages. */
const FEATURE = `features\\.(?:${FEATURE_NAMES.join('|')})`;
const KEPT_OPTIONS = new RegExp(`^(?:map_entry|allow_alias|${FEATURE})$`);
const KEPT_FIELD_OPTIONS = new RegExp(`^(?:json_name|${FEATURE})$`);

/** Stands for the word `optional` of proto3. */
const OPTIONAL_MARK = 'proto3_optional=true';

/** All features in one option, `features = {…}`. They are kept one by one. */
const ALL_FEATURES = 'features';
const ANY_FEATURE = /^features(?:\.|$)/;

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
  #hasFeatures = false;

  constructor(text: string) {
    this.#tokens = new SchemaTokens(text);
  }

  reduce(): ReducedSchema {
    for (let token = this.#tokens.next(); token !== undefined; token = this.#tokens.next()) {
      this.#readStatement(token);
    }
    const defaultEdition = this.#hasFeatures ? DEFAULT_EDITION : DEFAULT_SYNTAX;
    return { text: this.#parts.join(' '), edition: this.#edition ?? defaultEdition };
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
        if (this.#isInEnum) this.#keepStatement(first);
        else this.#skipTo('}');
        break;
      case 'service':
        // In a message it is the type of a field, in an enum a value.
        if (this.#blocks.length > 1) this.#keepStatement(first);
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
      checkCount(statement.length, MAX_STATEMENT_TOKENS, 'a statement', 'parts');
      if (token === ';' || token === '{') break;
    }
    this.#count();
    const isBlock = statement.at(-1) === '{';
    // Only there a group has no label. protobufjs does not take it.
    if (isBlock && first === 'group') throw unsupportedGroup('a oneof');
    if (isBlock) this.#blocks.push({ isEnum: statement.at(-3) === 'enum', statements: 0 });
    if (first === 'syntax' || first === 'edition') this.#edition ??= statement[2]?.slice(1, -1);
  }

  #closeBlock(): void {
    this.#keep('}');
    if (this.#blocks.length > 1) this.#blocks.pop();
  }

  #readOption(): void {
    const name = this.#tokens.next() ?? '';
    this.#hasFeatures ||= ANY_FEATURE.test(name);
    if (name === ALL_FEATURES) {
      for (const option of readFeatures(this.#tokens)) {
        this.#keep(`option ${option};`);
        this.#count();
      }
    } else if (KEPT_OPTIONS.test(name)) {
      this.#keep('option');
      this.#keepStatement(name);
    } else {
      this.#skipTo(';', name);
    }
  }

  /** The list behind a field, up to its closing bracket, with other options in front. */
  #readFieldOptions(others: readonly string[]): void {
    let kept = 0;
    const keepOptions = (options: readonly string[]) => {
      for (const option of options) {
        this.#keep(kept === 0 ? '[' : ',');
        this.#keep(option);
        kept += 1;
      }
    };
    keepOptions(others);
    for (let name = this.#tokens.next(); name !== undefined && name !== ']'; ) {
      this.#hasFeatures ||= ANY_FEATURE.test(name);
      if (name === ALL_FEATURES) keepOptions(readFeatures(this.#tokens));
      const isKept = KEPT_FIELD_OPTIONS.test(name);
      if (isKept) this.#keep(kept === 0 ? '[' : ',');
      if (isKept) kept += 1;
      checkCount(kept, MAX_STATEMENT_TOKENS, 'a field', 'options');
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
        throw unsupportedGroup('an extension');
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
    checkCount(this.#statements, MAX_SCHEMA_STATEMENTS, 'the schema', 'statements');
    if (block === undefined || this.#blocks.length === 1) return;
    block.statements += 1;
    if (!block.isEnum) {
      checkCount(block.statements, MAX_MESSAGE_STATEMENTS, 'a message of the schema', 'statements');
    }
  }
}

function unsupportedGroup(where: string): RecordError {
  return new RecordError('SCHEMA_INVALID', `the schema has a group in ${where}, which is not supported`);
}
