import { deflateSync } from 'node:zlib';
import type { DemoSchema } from './schemas.ts';

const HEADER_VERSION = 3;
const COMPRESSION_BYTES = { none: 0, zlib: 5 } as const;

export type FrameCompression = keyof typeof COMPRESSION_BYTES;

/** Encodes a value as a producer with the Glue Schema Registry serializer does: header, version id, Avro binary. */
export function encodeGlueAvro(
  { schemaVersionId, type }: Pick<DemoSchema, 'schemaVersionId' | 'type'>,
  value: unknown,
  compression: FrameCompression = 'none',
): Buffer {
  return glueFrame(schemaVersionId, type.toBuffer(value), compression);
}

export function glueFrame(
  schemaVersionId: string,
  payload: Uint8Array,
  compression: FrameCompression = 'none',
): Buffer {
  return Buffer.concat([
    Buffer.from([HEADER_VERSION, COMPRESSION_BYTES[compression]]),
    Buffer.from(schemaVersionId.replaceAll('-', ''), 'hex'),
    compression === 'zlib' ? deflateSync(payload) : payload,
  ]);
}
