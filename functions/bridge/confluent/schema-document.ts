import { isObject } from './json-object.ts';

/** A schema that is registered as a version of a subject. */
export interface ReferenceTo {
  /** How the schema with the reference names it. */
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** What a registry answers for a schema, as far as decoding needs it. */
export interface SchemaDocument {
  readonly dataFormat: string;
  readonly definition: string;
  readonly references: readonly ReferenceTo[];
  readonly encodingRules: readonly EncodingRule[];
}

/** What a serializer does to the bytes of a payload before it sends them. */
export interface EncodingRule {
  readonly type: string;
  /** `CONDITION` checks, `TRANSFORM` changes. */
  readonly kind: string;
}

/** Registries leave out the type of the one that was there first. */
const FIRST_FORMAT = 'AVRO';

/** Undefined when the members are not those of a schema. Members that a registry does not know are not in its answer. */
export function readSchemaDocument({
  schema,
  schemaType,
  references,
  ruleSet,
}: Readonly<Record<string, unknown>>): SchemaDocument | undefined {
  const referencesTo = list(references).map(readReference);
  if (typeof schema !== 'string' || !referencesTo.every((reference) => reference !== undefined))
    return undefined;
  return {
    dataFormat: typeof schemaType === 'string' ? schemaType.toUpperCase() : FIRST_FORMAT,
    definition: schema,
    references: referencesTo,
    encodingRules: isObject(ruleSet) ? list(ruleSet.encodingRules).flatMap(readRule) : [],
  };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function readReference(value: unknown): ReferenceTo | undefined {
  if (!isObject(value)) return undefined;
  const { name, subject, version } = value;
  if (typeof name !== 'string' || typeof subject !== 'string' || typeof version !== 'number')
    return undefined;
  return { name, subject, version };
}

function readRule(value: unknown): EncodingRule[] {
  if (!isObject(value) || value.disabled === true) return [];
  const { type, kind } = value;
  return [{ type: String(type).toUpperCase(), kind: String(kind).toUpperCase() }];
}
