import type { LateConverter } from './converters/late-converter.ts';
import type { DecoderOf, TopicDecoder } from './decode.ts';
import type { SideDecoder } from './decoders/side-decoder.ts';
import { RecordError } from './errors.ts';
import type { KafkaRecord } from './read.ts';
import type { ResolvedSchemas, SchemaStore } from './schemas/schema-store.ts';

/** The schemas that the records of one batch need, by where they come from. */
export type BatchSchemas = ReadonlyMap<SchemaStore, ResolvedSchemas>;

const NO_SCHEMAS: BatchSchemas = new Map();

/**
 * Gets every schema that the batch needs, each once, and loads the code of its formats, so that decoding needs no waiting.
 * A schema that cannot be had is a result like any other.
 *
 * @param signal by which to give up; asked for when there is something to wait for.
 */
export async function resolveSchemas(
  records: readonly KafkaRecord[],
  decoderOf: DecoderOf,
  signal: () => AbortSignal,
): Promise<BatchSchemas> {
  const needed = new Map<SchemaStore, Set<string>>();
  const late = new Set<LateConverter>();
  let last: TopicDecoder | undefined;
  for (const record of records) {
    const decoder = decoderOf(record.topic);
    if (decoder !== last) for (const converter of decoder.late) late.add(converter);
    last = decoder;
    const { key, value } = decoder;
    addNeed(needed, key, record);
    addNeed(needed, value, record);
  }
  await Promise.all([...late].map((converter) => converter.load()));
  if (needed.size === 0) return NO_SCHEMAS;
  const giveUp = signal();
  const resolved = await Promise.all(
    [...needed].map(async ([store, keys]) => [store, await store.resolve(keys, giveUp)] as const),
  );
  return new Map(resolved);
}

/** A bad frame is passed over: decoding finds it again and fails that record alone. */
function addNeed(needed: Map<SchemaStore, Set<string>>, side: SideDecoder, record: KafkaRecord): void {
  if (side.schemaUser === undefined) return;
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
