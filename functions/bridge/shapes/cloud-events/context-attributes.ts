import { eventTimeMs } from '../../mapping/event-time.ts';
import type { MappedEvent } from '../../mapping/topic-mapping.ts';
import type { KafkaRecord } from '../../read.ts';
import { type AttributeValue, SPEC_VERSION } from './attributes.ts';

/**
 * The attributes of a record that is no CloudEvent: source and type of the event, and its time, or else that of the record.
 * The id is unique within the source: a record keeps its coordinates.
 *
 * @param subject what the event is about; undefined for a record without a key.
 */
export function contextAttributes(
  { topic, partition, offset, timestamp }: KafkaRecord,
  { attributes: { source, detailType }, timeMs = eventTimeMs(timestamp) }: MappedEvent,
  subject: string | undefined,
): Map<string, AttributeValue> {
  const attributes = new Map<string, AttributeValue>([
    ['specversion', SPEC_VERSION],
    ['id', `${topic}-${partition}-${offset}`],
    ['source', uriReference(source)],
    ['type', detailType],
  ]);
  if (subject !== undefined) attributes.set('subject', subject);
  if (timeMs !== undefined) attributes.set('time', new Date(timeMs).toISOString());
  return attributes;
}

/** @see https://www.rfc-editor.org/rfc/rfc3986#appendix-A */
const URI_REFERENCE = /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\da-f]{2})+$/i;

/** A source that is no URI reference becomes a segment of one. */
function uriReference(source: string): string {
  return URI_REFERENCE.test(source) ? source : encodeURIComponent(source.toWellFormed());
}
