import type { RecordError } from '../errors.ts';
import { CLOSE_OBJECT, OPEN_OBJECT } from '../json/json-characters.ts';
import type { CompactJson } from './compact-json.ts';
import { invalid } from './invalid.ts';

/** Where the values of the two members of a document stand. */
export interface Envelope {
  readonly schemaAt: number;
  readonly payloadAt: number;
}

const LAST_BLANK = 0x20;
const FIRST_OF_BYTE_ORDER_MARK = 0xef;

/**
 * Finds the schema and the payload. The last of equal members counts.
 *
 * @throws RecordError `PAYLOAD_INVALID` when one is missing or there is another member
 */
export function findEnvelope(json: CompactJson): Envelope {
  let schemaAt = 0;
  let payloadAt = 0;
  if (json.byteAt(0) !== OPEN_OBJECT) throw noEnvelope();
  for (let position = 1; position < json.bytes.length - 1; position += 1) {
    const nameEnd = json.end(position);
    const name = json.string(position, nameEnd);
    if (name === 'schema') schemaAt = nameEnd + 1;
    else if (name === 'payload') payloadAt = nameEnd + 1;
    else throw noEnvelope();
    position = json.end(nameEnd + 1);
  }
  if (schemaAt === 0 || payloadAt === 0) throw noEnvelope();
  return { schemaAt, payloadAt };
}

/**
 * Whether a document that starts like a valid one up to its payload, byte for byte, seems to have nothing but the payload
 * and the closing brace behind that start. If what is between them is one JSON value, the document is valid.
 */
export function isSameStart(source: Buffer, start: Buffer): boolean {
  const payloadAt = start.length;
  const first = source[payloadAt] ?? 0;
  return (
    source.length > payloadAt + 1 &&
    source[source.length - 1] === CLOSE_OBJECT &&
    first > LAST_BLANK &&
    first !== FIRST_OF_BYTE_ORDER_MARK &&
    source.compare(start, 0, payloadAt, 0, payloadAt) === 0
  );
}

function noEnvelope(): RecordError {
  return invalid(
    'schemas.enable=true takes documents with the members "schema" and "payload" and no others; set it to false for plain JSON',
  );
}
