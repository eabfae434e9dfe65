import { RecordError } from '../errors.ts';

/**
 * Largest schema text. Glue holds up to 170,000 characters, Confluent's registry is bounded by its record size of 1 MB.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_GetSchemaVersion.html
 */
export const MAX_SCHEMA_CHARACTERS = 1_000_000;

/** How deep type definitions may nest in one schema: far beyond any real one, far from the limits of the call stack. */
export const MAX_SCHEMA_DEPTH = 200;

export type JsonObject = { readonly [member: string]: unknown };

export function isJsonObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** The member as text, or undefined when it is absent or something else. */
export function textMember(json: JsonObject, member: string): string | undefined {
  const value = Object.hasOwn(json, member) ? json[member] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/**
 * The JSON of a schema text. Integers beyond 2^53 become BigInts, since `connect.default` may hold one. As for Java's Avro,
 * it may have comments.
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function parseSchemaJson(text: string): unknown {
  if (text.length > MAX_SCHEMA_CHARACTERS) {
    throw new RecordError('SCHEMA_INVALID', `the schema has more than ${MAX_SCHEMA_CHARACTERS} characters`);
  }
  try {
    return JSON.parse(text.includes('/') ? withoutComments(text) : text, exactInteger);
  } catch (cause) {
    throw new RecordError('SCHEMA_INVALID', 'the schema is not JSON', { cause });
  }
}

/** A string or a comment. Each also without its end, so that no text is searched for one again and again. */
const STRING_OR_COMMENT = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|\/\*(?:[\s\S]*?(\*\/)|[\s\S]*)|(\/\/)[^\r\n]*/g;

function withoutComments(text: string): string {
  return text.replaceAll(STRING_OR_COMMENT, (part, end?: string, line?: string) =>
    end === undefined && line === undefined ? part : ' ',
  );
}

function exactInteger(_member: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isInexact = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isInexact && context?.source !== undefined && /^-?\d+$/.test(context.source)
    ? BigInt(context.source)
    : value;
}

/** The error for a schema beyond {@link MAX_SCHEMA_DEPTH}. */
export function tooDeep(): RecordError {
  return new RecordError('SCHEMA_INVALID', `the schema nests deeper than ${MAX_SCHEMA_DEPTH} types`);
}
