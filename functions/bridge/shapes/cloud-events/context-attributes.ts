import type { KafkaRecord } from '../../read.ts';
import { type AttributeValue, SPEC_VERSION } from './attributes.ts';

/** 9999-12-31T23:59:59.999Z: years have four digits in RFC 3339. */
const MAX_TIME_MS = 253_402_300_799_999;

/** What makes an event of any record. */
export interface EventContext {
  readonly source: string;
  readonly type: string;
  /** What the event is about; undefined for a record without a key. */
  readonly subject: string | undefined;
}

/** The attributes of a record that is no CloudEvent. The id is unique within the source: a record keeps its coordinates. */
export function contextAttributes(
  { topic, partition, offset, timestamp }: KafkaRecord,
  { source, type, subject }: EventContext,
): Map<string, AttributeValue> {
  const attributes = new Map<string, AttributeValue>([
    ['specversion', SPEC_VERSION],
    ['id', `${topic}-${partition}-${offset}`],
    ['source', source],
    ['type', type],
  ]);
  if (subject !== undefined) attributes.set('subject', subject);
  if (timestamp !== null && timestamp <= MAX_TIME_MS) {
    attributes.set('time', new Date(timestamp).toISOString());
  }
  return attributes;
}
