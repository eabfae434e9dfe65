import { createHash } from 'node:crypto';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import { uuidText } from '../../shared/uuid.ts';

/** Namespace of these keys, chosen once at random. */
const NAMESPACE = Buffer.from('0d6f1c3e5b2a4f8e9a47c1d2e3f4a5b6', 'hex');

/**
 * Key of the notification about a record: a UUID of version 5 from its coordinates. A record that is delivered again
 * gets the same key, so consumers can tell a repeated notification from a second one.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5
 */
export function notificationKey({
  topic,
  partition,
  offset,
}: Pick<KafkaEventRecord, 'topic' | 'partition' | 'offset'>): string {
  const hash = createHash('sha1').update(NAMESPACE).update(`${topic}-${partition}-${offset}`).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidText(hash);
}
