import protobuf from 'protobufjs';
import { RecordError } from '../errors.ts';
import { checkCount } from './declaration-limits.ts';
import { reduceSchema } from './reduced-schema.ts';

/** Longest part of a protobufjs message that is passed on. */
const MAX_REASON_CHARACTERS = 100;

/**
 * Names that protobufjs does not see as such: the first it drops without a word, because that means something to
 * JavaScript, and it takes a field whose type has the second for a service. Services themselves are left out before.
 */
const MISTAKEN_NAMES = ['__proto__', 'service'];

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
  const { source, spell } = substituted(reduced.text);
  try {
    const { root, imports = [], weakImports = [] } = protobuf.parse(source, { keepCase: true });
    return {
      root,
      edition: reduced.edition,
      imports: [...imports, ...weakImports].map(spell),
      spell,
    };
  } catch (cause) {
    const reason = cause instanceof Error ? spell(cause.message).slice(0, MAX_REASON_CHARACTERS) : 'unknown';
    throw new RecordError('SCHEMA_INVALID', `not a valid Protobuf schema: ${reason}`, { cause });
  }
}

/** The text with others in the place of mistaken names, and what gives a name or message of it back as the text has it. */
function substituted(text: string): { readonly source: string; readonly spell: (name: string) => string } {
  const names = MISTAKEN_NAMES.filter((name) => text.includes(name));
  if (names.length === 0) return { source: text, spell: (name) => name };
  const row = '_'.repeat(longestRow(text) + 1);
  return {
    source: names.reduce(
      (source, name) => source.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), name + row),
      text,
    ),
    spell: (spelled) => names.reduce((own, name) => own.replaceAll(name + row, name), spelled),
  };
}

/** Underscores of the longest row, in one pass: trying one substitute after the other would take quadratic time. */
function longestRow(text: string): number {
  let longest = 0;
  for (const [row] of text.matchAll(/_+/g)) longest = Math.max(longest, row.length);
  checkCount(longest, MAX_UNDERSCORES, 'a name of the schema', 'underscores in a row');
  return longest;
}
