import { RecordError } from '../errors.ts';
import type { SchemaReference } from '../schemas/registered-schema.ts';
import type { ReferenceTo, SchemaDocument } from './schema-document.ts';

/** More than any real schema has; each is a request. It bounds the depth as well. */
export const MAX_REFERENCES = 256;

/** All definitions together: they are kept in memory until the schema is compiled. */
export const MAX_DEFINITIONS_CHARACTERS = 16 * 1024 * 1024;

/** Reads a version of a subject. */
export type ReadVersion = (reference: ReferenceTo) => Promise<SchemaDocument>;

/**
 * Every schema that a schema refers to, directly or not, each before those that refer to it.
 *
 * A name is read once, the first time that it is met, as Confluent's own clients do; that ends cycles, which no registry
 * allows.
 *
 * @param what how messages name the schema.
 * @throws RecordError SCHEMA_INVALID when there are too many, and what `read` throws
 */
export async function resolveReferences(
  schema: SchemaDocument,
  what: string,
  read: ReadVersion,
): Promise<readonly SchemaReference[]> {
  const resolved: SchemaReference[] = [];
  const names = new Set<string>();
  let characters = schema.definition.length;
  const resolve = async ({ references }: SchemaDocument): Promise<void> => {
    for (const reference of references) {
      const { name } = reference;
      if (names.has(name)) continue;
      names.add(name);
      if (names.size > MAX_REFERENCES) throw tooMuch(what, `${MAX_REFERENCES} schemas`);
      const document = await read(reference);
      characters += document.definition.length;
      if (characters > MAX_DEFINITIONS_CHARACTERS) {
        throw tooMuch(what, `schemas of ${MAX_DEFINITIONS_CHARACTERS} characters`);
      }
      await resolve(document);
      resolved.push({ name, definition: document.definition });
    }
  };
  await resolve(schema);
  return resolved;
}

function tooMuch(what: string, limit: string): RecordError {
  return new RecordError('SCHEMA_INVALID', `${what} refers, directly or not, to more than ${limit}.`);
}
