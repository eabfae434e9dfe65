import type { DecoderOf } from './decode.ts';
import type { SideDecoder } from './decoders/side-decoder.ts';
import { RecordError } from './errors.ts';
import type { KafkaRecord } from './read.ts';
import type { ResolvedSchemas, SchemaStore } from './schemas/schema-store.ts';

/** The schemas that the records of one batch need, by where they come from. */
export type BatchSchemas = ReadonlyMap<SchemaStore, ResolvedSchemas>;

/** Gets every schema that the batch needs, each once, so that decoding needs no waiting. Never rejects. */
export async function resolveSchemas(
  records: readonly KafkaRecord[],
  decoderOf: DecoderOf,
  signal: AbortSignal,
): Promise<BatchSchemas> {
  const needed = new Map<SchemaStore, Set<string>>();
  for (const record of records) {
    const { key, value } = decoderOf(record.topic);
    addNeed(needed, key, record);
    addNeed(needed, value, record);
  }
  const resolved = await Promise.all(
    [...needed].map(async ([store, keys]) => [store, await store.resolve(keys, signal)] as const),
  );
  return new Map(resolved);
}

/** A bad frame is passed over: decoding finds it again and fails that record alone. */
function addNeed(needed: Map<SchemaStore, Set<string>>, side: SideDecoder, record: KafkaRecord): void {
  try {
    const user = side.schemaUser(record);
    const schemaKey = user?.schemaKey(record);
    if (user === undefined || schemaKey === undefined) return;
    const keys = needed.get(user.store);
    if (keys === undefined) needed.set(user.store, new Set([schemaKey]));
    else keys.add(schemaKey);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
  }
}
