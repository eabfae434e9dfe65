import protobuf from 'protobufjs';
import { RecordError } from '../errors.ts';
import { checkCount } from './declaration-limits.ts';
import { reduceSchema } from './reduced-schema.ts';

/** Longest part of a protobufjs message that is passed on. */
const MAX_REASON_CHARACTERS = 100;

/** A name that protobufjs drops without a word, because it means something to JavaScript. */
const DROPPED_NAME = '__proto__';
const DROPPED_NAMES = /\b__proto__\b/g;

/** Underscores in a row, of which what stands for such a name has one more than the text: no real name comes near. */
const MAX_UNDERSCORES = 100;

/** A parsed `.proto` text. */
export interface ParsedText {
  readonly root: protobuf.Root;
  /** `proto2`, `proto3`, or an edition such as `2023`. */
  readonly edition: string;
  readonly imports: readonly string[];
  /** A name of the root as the schema spells it. */
  readonly spell: (name: string) => string;
}

/**
 * Parses a `.proto` text with protobufjs, without resolving the names in it. The root belongs to this text alone.
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function parseProtoText(text: string): ParsedText {
  const reduced = reduceSchema(text);
  const substitute =
    DROPPED_NAME + '_'.repeat(reduced.text.includes(DROPPED_NAME) ? longestRow(reduced.text) : 0);
  try {
    const source = reduced.text.replaceAll(DROPPED_NAMES, substitute);
    const { root, imports = [], weakImports = [] } = protobuf.parse(source, { keepCase: true });
    return {
      root,
      edition: reduced.edition,
      imports: [...imports, ...weakImports],
      spell: (name) => name.replaceAll(substitute, DROPPED_NAME),
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, MAX_REASON_CHARACTERS) : 'unknown';
    throw new RecordError('SCHEMA_INVALID', `not a valid Protobuf schema: ${reason}`, { cause });
  }
}

/** Underscores of the longest row, in one pass: trying one substitute after the other would take quadratic time. */
function longestRow(text: string): number {
  let longest = 0;
  for (const [row] of text.matchAll(/_+/g)) longest = Math.max(longest, row.length);
  checkCount(longest, MAX_UNDERSCORES, 'a name of the schema', 'underscores in a row');
  return longest;
}
