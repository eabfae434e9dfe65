import { inflateSync } from 'node:zlib';
import type { RegistryName } from './foreign-frame.ts';
import type { Order, Serialized } from './order.ts';

/** Version and compression, each a byte, and the id of the schema version. */
const GLUE_HEADER_BYTES = 18;

/** Magic byte and id. */
const CONFLUENT_PREFIX_BYTES = 5;

/** What a serializer wrote behind what names the schema, hexadecimal. */
export function payloadOf(
  registry: RegistryName,
  { placement, compression }: Order,
  { frameHex = '' }: Serialized,
): string {
  const frame = Buffer.from(frameHex, 'hex');
  if (registry === 'Glue') {
    const payload = frame.subarray(GLUE_HEADER_BYTES);
    return (compression === 'ZLIB' ? inflateSync(payload) : payload).toString('hex');
  }
  return frame.subarray(placement === 'prefix' ? CONFLUENT_PREFIX_BYTES : 0).toString('hex');
}
