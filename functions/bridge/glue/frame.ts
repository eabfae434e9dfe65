import { uuidBytes, uuidText } from '../../../shared/uuid.ts';
import { RecordError } from '../errors.ts';

/** Header version, compression, schema version id. */
const HEADER_BYTES = 18;
const HEADER_VERSION = 3;
const COMPRESSION_NONE = 0;
const COMPRESSION_ZLIB = 5;
const ID_OFFSET = 2;

/**
 * Largest payload after inflating. A Lambda event holds at most 6 MB, and EventBridge takes less than 1 MiB, so more than
 * this cannot become an event; it keeps a zlib bomb (about 1,000 : 1) from filling the memory of the function.
 */
export const MAX_INFLATED_BYTES = 16 * 1024 * 1024;

/**
 * Checks the header of a Glue Schema Registry frame and reads the id of its schema version.
 *
 * Byte 0 is the header version 3, byte 1 the compression (0 none, 5 zlib), bytes 2 to 17 are the UUID, big-endian.
 * Source: GlueSchemaRegistryDeserializerDataParser of the Glue Schema Registry library 2.0.0.
 *
 * @returns the 16 bytes of the UUID as a latin1 string: a map key that costs nothing to make.
 * @throws RecordError FRAME_INVALID
 */
export function frameSchemaKey(frame: Buffer): string {
  if (frame.length < HEADER_BYTES) {
    throw new RecordError(
      'FRAME_INVALID',
      `A Glue frame has at least ${HEADER_BYTES} bytes; there are ${frame.length}.`,
    );
  }
  if (frame[0] !== HEADER_VERSION) {
    throw new RecordError(
      'FRAME_INVALID',
      `A Glue frame starts with the byte ${HEADER_VERSION}; there is ${frame[0]}.`,
    );
  }
  if (frame[1] !== COMPRESSION_NONE && frame[1] !== COMPRESSION_ZLIB) {
    throw new RecordError(
      'FRAME_INVALID',
      `The compression byte of a Glue frame is ${COMPRESSION_NONE} (none) or ${COMPRESSION_ZLIB} (zlib); there is ${frame[1]}.`,
    );
  }
  return frame.toString('latin1', ID_OFFSET, HEADER_BYTES);
}

/** True if {@link frameSchemaKey} finds the header good. */
export function isGlueFrame(bytes: Buffer): boolean {
  return (
    bytes.length >= HEADER_BYTES &&
    bytes[0] === HEADER_VERSION &&
    (bytes[1] === COMPRESSION_NONE || bytes[1] === COMPRESSION_ZLIB)
  );
}

/** The key that {@link frameSchemaKey} gives for a frame with this id. */
export function schemaKeyOf(schemaVersionId: string): string {
  return uuidBytes(schemaVersionId).toString('latin1');
}

/** The UUID, as Glue writes it, behind a key of {@link frameSchemaKey}. */
export function schemaVersionId(schemaKey: string): string {
  return uuidText(Buffer.from(schemaKey, 'latin1'));
}

/**
 * The payload behind a header that {@link frameSchemaKey} found good; inflated when it is compressed.
 *
 * @throws RecordError FRAME_INFLATE_FAILED, FRAME_INFLATE_LIMIT
 */
export function framePayload(frame: Buffer): Buffer {
  const payload = frame.subarray(HEADER_BYTES);
  return frame[1] === COMPRESSION_ZLIB ? inflate(payload) : payload;
}

function inflate(compressed: Buffer): Buffer {
  // It takes longer to load than a batch takes, and few producers compress.
  const { constants, inflateSync } = process.getBuiltinModule('node:zlib');
  try {
    return inflateSync(compressed, { maxOutputLength: MAX_INFLATED_BYTES, finishFlush: constants.Z_FINISH });
  } catch (cause) {
    if (isTooLarge(cause)) {
      throw new RecordError(
        'FRAME_INFLATE_LIMIT',
        `The zlib payload of ${compressed.length} bytes grows beyond ${MAX_INFLATED_BYTES} bytes.`,
        { cause },
      );
    }
    throw new RecordError(
      'FRAME_INFLATE_FAILED',
      `The zlib payload of ${compressed.length} bytes cannot be inflated.`,
      { cause },
    );
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
