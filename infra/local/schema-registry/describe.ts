import { registryError } from './registry-error.ts';
import type { StoredSchema, SubjectVersion } from './subjects.ts';

const NOT_IMPLEMENTED = 501;

/** A version of a subject as the registry returns it. */
export function describeVersion(
  { subject, version, stored }: SubjectVersion,
  query: URLSearchParams,
): object {
  return { subject, version, id: stored.id, ...describeSchema(stored, query) };
}

/** A schema as the registry returns it: members without a value are left out, and so are empty lists. */
export function describeSchema(stored: StoredSchema, query: URLSearchParams): object {
  const { schemaType, references, metadata, ruleSet } = stored.content;
  return {
    guid: stored.guid,
    schemaType,
    schema: schemaText(stored, query),
    references: references.length === 0 ? undefined : references,
    metadata,
    ruleSet,
    ts: stored.createdAtMs,
    deleted: false,
  };
}

/** The text; for Protobuf with `format=serialized` the descriptor, in base64. */
export function schemaText({ content }: StoredSchema, query: URLSearchParams): string {
  if (content.schemaType !== 'PROTOBUF' || query.get('format') !== 'serialized') return content.schema;
  if (content.descriptor !== undefined) return content.descriptor;
  throw registryError(
    NOT_IMPLEMENTED,
    'The stand-in of schema-registry has the descriptor of those schemas only that were registered as one.',
  );
}
