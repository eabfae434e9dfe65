import { RecordError } from './errors.ts';
import { frameSchemaKey } from './glue/frame.ts';
import type { ResolvedSchemas, SchemaStore } from './glue/schema-store.ts';
import type { KafkaRecord } from './read.ts';

/** The schemas of both sides of the records of one batch. */
export interface BatchSchemas {
  readonly key: ResolvedSchemas;
  readonly value: ResolvedSchemas;
}

/** Where the schemas of each side come from; undefined for a format without a registry. */
export interface SchemaStores {
  readonly key: SchemaStore | undefined;
  readonly value: SchemaStore | undefined;
}

const NO_SCHEMAS: ResolvedSchemas = new Map();

/** Gets every schema that the batch needs, each once, so that decoding needs no waiting. Never rejects. */
export async function resolveSchemas(
  records: readonly KafkaRecord[],
  stores: SchemaStores,
  signal: AbortSignal,
): Promise<BatchSchemas> {
  const [key, value] = await Promise.all([
    stores.key?.resolve(schemaKeys(records, 'key'), signal) ?? NO_SCHEMAS,
    stores.value?.resolve(schemaKeys(records, 'value'), signal) ?? NO_SCHEMAS,
  ]);
  return { key, value };
}

/** A bad frame is passed over: decoding finds it again and fails that record alone. */
function schemaKeys(records: readonly KafkaRecord[], side: 'key' | 'value'): Set<string> {
  const keys = new Set<string>();
  for (const record of records) {
    const frame = record[side];
    if (frame === null) continue;
    try {
      keys.add(frameSchemaKey(frame));
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
    }
  }
  return keys;
}
