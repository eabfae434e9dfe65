import type { RegistryName } from './foreign-frame.ts';

/** What Kafka Connect has one Java class for: of such branches the first one that fits gets the value. */
const LOOKALIKES: readonly (readonly string[])[] = [
  ['string', 'enum'],
  ['bytes', 'fixed'],
];

/**
 * Whether a schema has a union that Kafka Connect may read otherwise: Glue's converter looks for a branch by the class of
 * the value instead of the index that the record gives, and in Apicurio's copy a union of a single branch is no plain value yet,
 * as it is with Confluent.
 */
export function isReadOtherwise(registry: RegistryName, schema: string): boolean {
  return unionsOf(JSON.parse(schema)).some((branches) =>
    registry === 'Glue' ? hasLookalikes(branches) : branches.length === 1,
  );
}

function hasLookalikes(branches: readonly unknown[]): boolean {
  const kinds = branches.map(kindOf);
  return LOOKALIKES.some((names) => names.every((name) => kinds.includes(name)));
}

function kindOf(branch: unknown): unknown {
  return isObject(branch) ? branch.type : branch;
}

function unionsOf(schema: unknown): readonly (readonly unknown[])[] {
  if (Array.isArray(schema)) return [schema, ...schema.flatMap(unionsOf)];
  if (!isObject(schema)) return [];
  const fields = Array.isArray(schema.fields) ? schema.fields : [];
  return [schema.type, schema.items, schema.values, ...fields].flatMap(unionsOf);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
