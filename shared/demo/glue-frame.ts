import { inflateSync } from 'node:zlib';
import { isUuid, uuidBytes, uuidText } from '../uuid.ts';

const HEADER_VERSION = 3;
const COMPRESSION_NONE = 0;
const COMPRESSION_ZLIB = 5;
const ID_OFFSET = 2;
/** Header version, compression, and the 16 bytes of the schema version id. */
const HEADER_BYTES = 18;

/** A transaction has a few hundred bytes; whatever inflates beyond this is not one. */
const MAX_INFLATED_BYTES = 1024 * 1024;

export interface GlueFrame {
  readonly schemaVersionId: string;
  readonly payload: Buffer;
}

/**
 * Puts the header of the Glue Schema Registry in front of a payload, uncompressed.
 *
 * @throws Error if the id is not a UUID.
 */
export function writeGlueFrame({ schemaVersionId, payload }: GlueFrame): Buffer {
  if (!isUuid(schemaVersionId)) throw new Error(`The schema version id "${schemaVersionId}" is not a UUID.`);
  return Buffer.concat([
    Buffer.from([HEADER_VERSION, COMPRESSION_NONE]),
    uuidBytes(schemaVersionId),
    payload,
  ]);
}

/** Takes the header off again; undefined if the bytes are not such a frame. */
export function readGlueFrame(frame: Buffer): GlueFrame | undefined {
  if (frame.length < HEADER_BYTES || frame[0] !== HEADER_VERSION) return undefined;
  const payload = inflated(frame[1], frame.subarray(HEADER_BYTES));
  if (payload === undefined) return undefined;
  return { schemaVersionId: uuidText(frame.subarray(ID_OFFSET)), payload };
}

function inflated(compression: number | undefined, payload: Buffer): Buffer | undefined {
  if (compression === COMPRESSION_NONE) return payload;
  if (compression !== COMPRESSION_ZLIB) return undefined;
  try {
    return inflateSync(payload, { maxOutputLength: MAX_INFLATED_BYTES });
  } catch {
    return undefined;
  }
}
