import protobuf from 'protobufjs';
import { RecordError } from '../errors.ts';
import { reduceSchema } from './reduced-schema.ts';

/** Longest part of a protobufjs message that is passed on. */
const MAX_REASON_CHARACTERS = 100;

/** A name that protobufjs drops without a word, because it means something to JavaScript. */
const DROPPED_NAME = '__proto__';
const DROPPED_NAMES = /\b__proto__\b/g;

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
  let substitute = DROPPED_NAME;
  while (reduced.text.includes(substitute)) substitute += '_';
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
