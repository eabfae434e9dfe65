import { deflateSync } from 'node:zlib';
import { uuidBytes } from '../../../shared/uuid.ts';
import type { DemoSchema } from './schemas.ts';

const HEADER_VERSION = 3;
const COMPRESSION_BYTES = { none: 0, zlib: 5 } as const;

export type FrameCompression = keyof typeof COMPRESSION_BYTES;

/** Index of `Shipment` among the messages of its file, as Glue counts: by full name, map entries included. */
const GLUE_MESSAGE_INDEX = Buffer.from([0]);

/** The first message of a file, as Confluent writes it. */
const CONFLUENT_MESSAGE_INDEX = Buffer.from([0]);

const ID_MAGIC = 0;
const GUID_MAGIC = 1;

/** Encodes a value as a producer with the Glue Schema Registry serializer does: header, version id, payload. */
export function encodeGlue(
  schema: DemoSchema,
  value: object,
  compression: FrameCompression = 'none',
): Buffer {
  return glueFrame(schema.schemaVersionId, gluePayload(schema, value), compression);
}

/** What Lambda leaves of that in the record format `SOURCE`. */
export function gluePayload(schema: DemoSchema, value: object): Buffer {
  const payload = schema.encode(value);
  return schema.dataFormat === 'PROTOBUF' ? Buffer.concat([GLUE_MESSAGE_INDEX, payload]) : payload;
}

export function glueFrame(
  schemaVersionId: string,
  payload: Uint8Array,
  compression: FrameCompression = 'none',
): Buffer {
  return Buffer.concat([
    Buffer.from([HEADER_VERSION, COMPRESSION_BYTES[compression]]),
    uuidBytes(schemaVersionId),
    compression === 'zlib' ? deflateSync(payload) : payload,
  ]);
}

/** Encodes a value as a producer with a serializer of Confluent does: the id of the schema in front. */
export function encodeConfluent(schema: DemoSchema, value: object): Buffer {
  const prefix = Buffer.alloc(5, ID_MAGIC);
  prefix.writeInt32BE(schema.schemaId, 1);
  return Buffer.concat([prefix, confluentIndex(schema), schema.encode(value)]);
}

/** The header in which newer serializers name the schema, by its GUID; the value is then the payload alone. */
export function confluentHeader(schema: DemoSchema): readonly [string, Buffer] {
  const guid = uuidBytes(schema.schemaGuid);
  return ['__value_schema_id', Buffer.concat([Buffer.from([GUID_MAGIC]), guid, confluentIndex(schema)])];
}

function confluentIndex({ dataFormat }: DemoSchema): Buffer {
  return dataFormat === 'PROTOBUF' ? CONFLUENT_MESSAGE_INDEX : Buffer.alloc(0);
}
