import { isUuid, uuidBytes, uuidText } from '../../../shared/uuid.ts';
import { RecordError } from '../errors.ts';

/** Version 0: the magic byte and the id of the schema. */
const ID_MAGIC = 0;
const ID_KEY_BYTES = 5;
/** Version 1, since Confluent Platform 8: the magic byte and the GUID of the schema. */
const GUID_MAGIC = 1;
const GUID_KEY_BYTES = 17;

const MAX_SCHEMA_ID = 2 ** 31 - 1;

/**
 * Checks the prefix of a frame and reads which schema it names.
 *
 * Byte 0 is the version: 0 is followed by the id (four bytes, big-endian), 1 by the GUID (16 bytes in text order).
 *
 * See {@link https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format}.
 *
 * @returns these 5 or 17 bytes as a latin1 string: a map key that costs nothing to make.
 * @throws RecordError FRAME_INVALID
 */
export function confluentSchemaKey(frame: Buffer): string {
  return frame.toString('latin1', 0, keyBytes(frame, 'frame'));
}

/**
 * What follows the prefix that {@link confluentSchemaKey} found good. For Protobuf it starts with the message index.
 *
 * @throws RecordError FRAME_INVALID
 */
export function confluentPayload(frame: Buffer): Buffer {
  return frame.subarray(keyBytes(frame, 'frame'));
}

/** True if {@link confluentSchemaKey} finds the prefix good. */
export function isConfluentFrame(bytes: Buffer): boolean {
  return (
    (bytes[0] === ID_MAGIC && bytes.length >= ID_KEY_BYTES) ||
    (bytes[0] === GUID_MAGIC && bytes.length >= GUID_KEY_BYTES)
  );
}

/** What a header says about the schema of a payload. */
export interface HeaderFrame {
  readonly schemaKey: string;
  /** The message index of Protobuf as it would stand in front of the payload; empty for the other formats. */
  readonly indexes: Buffer;
}

/**
 * Reads the header `__key_schema_id` or `__value_schema_id`: the bytes that would otherwise stand in front of the payload.
 *
 * @throws RecordError FRAME_INVALID
 */
export function headerFrame(header: Buffer): HeaderFrame {
  const end = keyBytes(header, 'schema header');
  return { schemaKey: header.toString('latin1', 0, end), indexes: header.subarray(end) };
}

/** True if a key of {@link confluentSchemaKey} names its schema by GUID. */
export function isGuidKey(schemaKey: string): boolean {
  return schemaKey.charCodeAt(0) === GUID_MAGIC;
}

/** The id, in digits, or the GUID behind a key of {@link confluentSchemaKey}: as the registry writes it. */
export function confluentSchemaName(schemaKey: string): string {
  const bytes = Buffer.from(schemaKey, 'latin1');
  if (!isGuidKey(schemaKey)) return String(bytes.readInt32BE(1));
  return uuidText(bytes.subarray(1));
}

/** How messages name the schema of a key. */
export function describeConfluentSchema(schemaKey: string): string {
  return `Schema id ${confluentSchemaName(schemaKey)}`;
}

/** The key of the schema with this id, in digits, or GUID; undefined when it is neither. */
export function confluentKeyOf(schemaName: string): string | undefined {
  if (isUuid(schemaName)) return latin1(GUID_MAGIC, uuidBytes(schemaName));
  if (!/^\d{1,10}$/.test(schemaName) || Number(schemaName) > MAX_SCHEMA_ID) return undefined;
  const id = Buffer.alloc(4);
  id.writeInt32BE(Number(schemaName));
  return latin1(ID_MAGIC, id);
}

function latin1(magic: number, name: Buffer): string {
  return String.fromCharCode(magic) + name.toString('latin1');
}

/** How many bytes tell the version and the schema. */
function keyBytes(bytes: Buffer, what: 'frame' | 'schema header'): number {
  const magic = bytes[0];
  if (magic === undefined) {
    throw new RecordError(
      'FRAME_INVALID',
      `A Confluent ${what} has at least ${ID_KEY_BYTES} bytes; there are 0.`,
    );
  }
  if (magic !== ID_MAGIC && magic !== GUID_MAGIC) {
    throw new RecordError(
      'FRAME_INVALID',
      `A Confluent ${what} starts with the byte ${ID_MAGIC} (id) or ${GUID_MAGIC} (GUID); there is ${magic}.`,
    );
  }
  const length = magic === ID_MAGIC ? ID_KEY_BYTES : GUID_KEY_BYTES;
  if (bytes.length < length) {
    throw new RecordError(
      'FRAME_INVALID',
      `A Confluent ${what} that starts with the byte ${magic} has at least ${length} bytes; there are ${bytes.length}.`,
    );
  }
  return length;
}
