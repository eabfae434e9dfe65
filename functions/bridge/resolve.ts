import type { LateConverter } from './converters/late-converter.ts';
import type { DecoderOf } from './decode.ts';
import type { SideDecoder } from './decoders/side-decoder.ts';
import { RecordError } from './errors.ts';
import type { KafkaRecord } from './read.ts';
import type { ResolvedSchemas, SchemaStore } from './schemas/schema-store.ts';

/** The schemas that the records of one batch need, by where they come from. */
export type BatchSchemas = ReadonlyMap<SchemaStore, ResolvedSchemas>;

/**
 * Gets every schema that the batch needs, each once, and loads the code of its formats, so that decoding needs no waiting.
 * A schema that cannot be had is a result like any other.
 */
export async function resolveSchemas(
  records: readonly KafkaRecord[],
  decoderOf: DecoderOf,
  signal: AbortSignal,
): Promise<BatchSchemas> {
  const needed = new Map<SchemaStore, Set<string>>();
  const late = new Set<LateConverter>();
  for (const record of records) {
    const { key, value, late: ofTopic } = decoderOf(record.topic);
    for (const converter of ofTopic) late.add(converter);
    addNeed(needed, key, record);
    addNeed(needed, value, record);
  }
  await Promise.all([...late].map((converter) => converter.load()));
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
