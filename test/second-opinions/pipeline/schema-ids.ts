import type { KafkaEvent, KafkaEventRecord, KafkaSchemaMetadata } from '../../../shared/kafka-event.ts';
import { uuidBytes } from '../../../shared/uuid.ts';

/** The id that moto gave to a schema version, by the id that stands in the records. moto takes none from outside. */
export type SchemaIds = ReadonlyMap<string, string>;

const HEADER_VERSION = 3;
const ID_START = 2;
const ID_END = 18;

/** The event with the ids of moto. */
export function eventWithSchemaIds(event: KafkaEvent, ids: SchemaIds): KafkaEvent {
  const partitions = Object.entries(event.records).map(
    ([partition, records]) => [partition, records.map((record) => withSchemaIds(record, ids))] as const,
  );
  return { ...event, records: Object.fromEntries(partitions) };
}

/** The record with the ids of moto, in the frames of Glue and in what Lambda tells of those that it took off. */
export function withSchemaIds(record: KafkaEventRecord, ids: SchemaIds): KafkaEventRecord {
  const { key, value, keySchemaMetadata, valueSchemaMetadata, ...others } = record;
  return {
    ...others,
    ...(key !== undefined && { key: frameWithId(key, ids) }),
    ...(value !== undefined && { value: frameWithId(value, ids) }),
    ...(keySchemaMetadata !== undefined && { keySchemaMetadata: metadataWithId(keySchemaMetadata, ids) }),
    ...(valueSchemaMetadata !== undefined && {
      valueSchemaMetadata: metadataWithId(valueSchemaMetadata, ids),
    }),
  };
}

/** The id stands before what is compressed. */
function frameWithId(base64: string | null, ids: SchemaIds): string | null {
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (bytes[0] !== HEADER_VERSION) return base64;
  for (const [from, to] of ids) {
    if (!bytes.subarray(ID_START, ID_END).equals(uuidBytes(from))) continue;
    return Buffer.concat([bytes.subarray(0, ID_START), uuidBytes(to), bytes.subarray(ID_END)]).toString(
      'base64',
    );
  }
  return base64;
}

function metadataWithId(
  metadata: Partial<KafkaSchemaMetadata> | null,
  ids: SchemaIds,
): Partial<KafkaSchemaMetadata> | null {
  const id = ids.get(metadata?.schemaId ?? '');
  return id === undefined ? metadata : { ...metadata, schemaId: id };
}
