import type { Side } from '../../../shared/configuration/format.ts';
import { RecordError } from '../errors.ts';
import type { KafkaRecord } from '../read.ts';
import type { Framing } from '../schemas/framing.ts';
import { confluentKeyOf, confluentPayload, confluentSchemaKey, headerFrame } from './frame.ts';

/** Headers in which serializers since Confluent Platform 8 name the schema, instead of in front of the payload. */
const HEADER_NAMES = { key: '__key_schema_id', value: '__value_schema_id' } as const satisfies Record<
  Side,
  string
>;

/** Frames of Confluent's serializers: the schema in a header, in front of the payload, or in the metadata of Lambda. */
export function confluentFraming(side: Side): Framing {
  return {
    isUnframed: (record) => record.schemaMetadata[side] !== undefined,
    schemaKey: (source, record) => {
      const metadata = record.schemaMetadata[side];
      if (metadata !== undefined) return metadataKey(metadata.schemaId);
      const header = schemaHeader(record, side);
      return header === undefined ? confluentSchemaKey(source) : headerFrame(header).schemaKey;
    },
    payload: (source, record) => {
      if (record.schemaMetadata[side] !== undefined) return source;
      const header = schemaHeader(record, side);
      if (header === undefined) return confluentPayload(source);
      // The message index of Protobuf is in the header, and for its reader a part of the payload.
      const { indexes } = headerFrame(header);
      return indexes.length === 0 ? source : Buffer.concat([indexes, source]);
    },
  };
}

/** True when a header names the schema of this side. */
export function hasSchemaHeader(record: KafkaRecord, side: Side): boolean {
  return record.headers.length > 0 && schemaHeader(record, side) !== undefined;
}

/** What the header with the schema of this side holds. The last of the name counts, as in Kafka's own `lastHeader`. */
export function schemaHeader({ headers }: KafkaRecord, side: Side): Buffer | undefined {
  const name = HEADER_NAMES[side];
  const bytes = headers.findLast((header) => Object.hasOwn(header, name))?.[name];
  return bytes === undefined || bytes === null ? undefined : Buffer.from(bytes);
}

/** The key of the frame that Lambda took away. */
function metadataKey(schemaId: string): string {
  const key = confluentKeyOf(schemaId);
  if (key !== undefined) return key;
  throw new RecordError(
    'FRAME_INVALID',
    'The schema metadata of Lambda names no schema of a Confluent registry.',
  );
}
