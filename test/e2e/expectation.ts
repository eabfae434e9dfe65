import { crc32 } from 'node:zlib';
import { type Expectation, payloadChecksum } from '../../infra/local/mapping/audit.ts';
import { readGlueFrame } from '../../shared/demo/glue-frame.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import type { AcknowledgedRecord } from './java-producer.ts';
import type { PlannedRecord } from './planned-record.ts';

/** What is to become of a record of this topic. */
export function expectationOf(topic: string, record: AcknowledgedRecord): Expectation {
  const { key, content } = record;
  if (content.kind === 'poison') {
    const checksum = payloadChecksum(base64(key), content.bytes.toString('base64'));
    return { kind: 'poison', code: content.code, payloadChecksum: checksum };
  }
  const valueText = content.kind === 'tombstone' ? 'null' : content.valueText;
  return {
    kind: 'event',
    detailChecksum: crc32(detailText(topic, record, valueText)),
    // The id of its schema, and so its frame, is the serializer's own. A dead letter of it is wrong in any case.
    payloadChecksum: payloadChecksum(base64(key), null),
  };
}

/** The event's detail, written here once more: what the bridge writes has to be the same to the byte. */
function detailText(
  topic: string,
  { partition, offset, timestamp, headers, key }: AcknowledgedRecord,
  valueText: string,
): string {
  const headersText = headers.map(([name, text]) => JSON.stringify({ [name]: text })).join(',');
  return (
    `{"topic":${JSON.stringify(topic)},"partition":${partition},"offset":${offset},` +
    `"timestamp":${timestamp},"timestampType":"CreateTime","headers":[${headersText}],` +
    `"key":${JSON.stringify(key)},"value":${valueText}}`
  );
}

/** Whether a record, as Lambda hands it on, is the one that was written. */
export function isWritten(record: KafkaEventRecord, { key, content }: PlannedRecord): boolean {
  if ((record.key ?? null) !== base64(key)) return false;
  if (content.kind === 'tombstone') return (record.value ?? null) === null;
  const bytes = Buffer.from(record.value ?? '', 'base64');
  if (content.kind === 'poison') return bytes.equals(content.bytes);
  return readGlueFrame(bytes)?.payload.equals(content.datum) === true;
}

function base64(text: string | null): string | null {
  return text === null ? null : Buffer.from(text).toString('base64');
}
