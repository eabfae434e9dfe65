import { RecordError } from '../../../../functions/bridge/errors.ts';
import { compileSchema } from '../../../../functions/bridge/schemas/compile-schema.ts';
import type { PayloadStyle } from '../../../../functions/bridge/schemas/payload-renderer.ts';
import type { RegisteredSchema } from '../../../../functions/bridge/schemas/registered-schema.ts';
import { SchemaStore } from '../../../../functions/bridge/schemas/schema-store.ts';
import type { SchemaSources } from '../../../../functions/bridge/schemas/schema-stores.ts';

/** The last byte of a schema key that no registry has. */
export const UNKNOWN_SCHEMA = 0xff;

/**
 * Registries that know a schema for nearly every id: the one at the place that the last byte of the id counts to. Both have
 * the same ones.
 */
export function fuzzedRegistries(schemas: readonly RegisteredSchema[]): SchemaSources {
  const stores = new Map<string, SchemaStore>();
  const store = (style: PayloadStyle): SchemaSources['glue'] => {
    return ({ rendering }, dataFormat) => {
      const key = JSON.stringify([style, rendering, dataFormat]);
      const known = stores.get(key) ?? newStore(schemas, { style, rendering, dataFormat });
      stores.set(key, known);
      return known;
    };
  };
  return { glue: store('glue'), confluent: store('confluent') };
}

function newStore(
  schemas: readonly RegisteredSchema[],
  options: Parameters<typeof compileSchema>[1],
): SchemaStore {
  const registry = {
    fetch: async (schemaKey: string): Promise<RegisteredSchema> => {
      const last = schemaKey.charCodeAt(schemaKey.length - 1);
      const schema = schemas[last % schemas.length];
      if (schema === undefined || last === UNKNOWN_SCHEMA) {
        throw new RecordError('SCHEMA_NOT_FOUND', 'The registry has no such schema.');
      }
      return schema;
    },
    describe: () => 'The schema',
  };
  return new SchemaStore(registry, (schema) => compileSchema(schema, options), Date.now);
}
