import type { FormatConfiguration } from '../../../shared/configuration/format.ts';
import { describeConfluentSchema } from '../confluent/frame.ts';
import { schemaVersionId } from '../glue/frame.ts';
import { lazily } from '../lazy.ts';
import { type CompileOptions, compileSchema, type DataFormat } from './compile-schema.ts';
import type { PayloadStyle } from './payload-renderer.ts';
import type { SchemaRegistry } from './registered-schema.ts';
import { SchemaStore } from './schema-store.ts';

/** Where the schemas of a format come from. */
export interface SchemaSources {
  readonly glue: (format: FormatConfiguration, dataFormat?: DataFormat) => SchemaStore;
  /** Undefined when the configuration names no such registry. */
  readonly confluent: (format: FormatConfiguration, dataFormat?: DataFormat) => SchemaStore | undefined;
}

/** The client of a registry is large: it is loaded when it is needed. */
const REGISTRIES = {
  glue: async () => await import('../aws/glue-schema-registry.ts'),
  confluent: async () => await import('../confluent/schema-registry.ts'),
} as const;

/** Loads the client of a registry before a schema is asked for. */
export async function loadRegistry(name: keyof typeof REGISTRIES): Promise<void> {
  await REGISTRIES[name]();
}

/** More than a bridge of many topics reads; the bound only keeps a changing configuration from filling the memory. */
const MAX_STORES = 64;

/**
 * The schema stores of an execution environment. Sides and topics that read the same registry in the same way share one,
 * and a store outlives a change of the configuration that does not concern it: its schemas need not be read again.
 */
export class SchemaStores implements SchemaSources {
  readonly #now: () => number;
  readonly #registries = new Map<string, SchemaRegistry>();
  readonly #stores = new Map<string, SchemaStore>();

  /** @param now epoch milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  glue({ glue, rendering }: FormatConfiguration, dataFormat?: DataFormat): SchemaStore {
    return this.#store('glue', glue, { style: 'glue', rendering, dataFormat }, () => ({
      fetch: lazyFetch(async () => (await REGISTRIES.glue()).glueSchemaRegistry(glue)),
      describe: (key) => `Schema version ${schemaVersionId(key)}`,
    }));
  }

  confluent({ confluent, rendering }: FormatConfiguration, dataFormat?: DataFormat): SchemaStore | undefined {
    if (confluent === undefined) return undefined;
    return this.#store('confluent', confluent, { style: 'confluent', rendering, dataFormat }, () => ({
      fetch: lazyFetch(async () => (await REGISTRIES.confluent()).confluentSchemaRegistry(confluent)),
      describe: describeConfluentSchema,
    }));
  }

  #store(
    style: PayloadStyle,
    settings: object,
    options: CompileOptions,
    newRegistry: () => SchemaRegistry,
  ): SchemaStore {
    const registryKey = JSON.stringify([style, settings]);
    const storeKey = JSON.stringify([registryKey, options]);
    return keep(this.#stores, storeKey, () => {
      const registry = keep(this.#registries, registryKey, newRegistry);
      return new SchemaStore(registry, (schema) => compileSchema(schema, options), this.#now);
    });
  }
}

/** Opens a registry when its first schema is asked for. */
function lazyFetch(load: () => Promise<Pick<SchemaRegistry, 'fetch'>>): SchemaRegistry['fetch'] {
  const registry = lazily(load);
  return async (schemaKey, signal) => await (await registry()).fetch(schemaKey, signal);
}

/** The value of a key, made when there is none; the oldest goes beyond the bound. */
function keep<Value>(values: Map<string, Value>, key: string, create: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const created = create();
  values.set(key, created);
  const [oldest] = values.keys();
  if (values.size > MAX_STORES && oldest !== undefined) values.delete(oldest);
  return created;
}
