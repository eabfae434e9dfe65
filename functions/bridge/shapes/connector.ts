import type { Configuration } from '../../../shared/configuration/configuration.ts';
import { type DetailShape, type ShapedTopic, type WriteDetail, writeMappedValue } from './detail-shape.ts';
import { metadataStart, writeMetadata } from './record-metadata.ts';

const VALUE = Buffer.from(',"value":');
const END = '}';
const END_OF_TOMBSTONE = ',"tombstone":true}';

/**
 * The envelope of the Kafka Connect sink: compact JSON with the members topic, partition, offset, timestamp,
 * timestampType, headers, key and value, in this order.
 *
 * A record without a value has the value null, like one with the JSON document `null`; with the tombstone marker it has a
 * further member, by which a rule tells it from all others.
 */
export function connectorShape({
  hasTombstoneMarker,
}: Pick<Configuration, 'hasTombstoneMarker'>): DetailShape {
  return { writerOf: (topic) => envelopeWriter(topic, hasTombstoneMarker ? END_OF_TOMBSTONE : END) };
}

function envelopeWriter(topic: ShapedTopic, endOfTombstone: string): WriteDetail {
  const start = Buffer.from(metadataStart(topic.name));
  return (record, schemas, out) => {
    writeMetadata(record, start, topic.decoder, schemas, out);
    out.raw(VALUE);
    const mapped = writeMappedValue(topic, record, schemas, out);
    out.ascii(record.hasValue ? END : endOfTombstone);
    return mapped;
  };
}
