import { RecordError } from '../../errors.ts';
import { type EventHeaders, hasCloudEvent } from './event-headers.ts';
import { mediaType } from './media-type.ts';

/** How a record carries a CloudEvent: as its value, or in headers with the value as data, or not at all. */
export type ContentMode = 'structured' | 'binary' | 'none';

const STRUCTURED = 'application/cloudevents+json';
const BATCHED = /^application\/cloudevents-batch(?:\+|$)/;

/**
 * Finds out from the headers whether a record is a CloudEvent.
 *
 * A content type of another event format than JSON counts for nothing, as the binding allows: the attributes in the headers
 * decide. A record without a value holds no structured event.
 *
 * @throws RecordError PAYLOAD_INVALID for a batch of CloudEvents, which the binding does not have
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md#3-kafka-message-mapping
 */
export function contentMode(headers: EventHeaders, hasValue: boolean): ContentMode {
  const type = headers.contentType === undefined ? '' : mediaType(headers.contentType);
  if (hasValue && type === STRUCTURED) return 'structured';
  if (BATCHED.test(type)) {
    throw new RecordError(
      'PAYLOAD_INVALID',
      'The content type is that of a batch of CloudEvents, and a record becomes one event. Send each CloudEvent as a record of its own.',
    );
  }
  return hasCloudEvent(headers) ? 'binary' : 'none';
}
