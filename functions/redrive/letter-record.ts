import type { KafkaEventHeader } from '../../shared/kafka-event.ts';
import type { FailedRecord } from './failed-record.ts';
import type { Letter } from './letter.ts';

/** The record of a dead letter, as Lambda delivered it. */
export function letterRecord(letter: Letter): FailedRecord {
  const { eventSource, eventSourceArn, error, time, received, record } = letter;
  const { topic, partition, offset } = record;
  return {
    eventSource,
    eventSourceArn,
    topic,
    partition,
    offset,
    // A record that came in another shape than expected goes back in that shape, so that it is judged as it was.
    record: received ?? { ...record, headers: record.headers.map(headerOf) },
    code: error.code,
    time,
  };
}

/** Lambda writes header bytes as signed numbers, as Java has them. */
function headerOf(header: Letter['record']['headers'][number]): KafkaEventHeader {
  return Object.fromEntries(
    Object.entries(header).map(([name, base64]) => [
      name,
      base64 === null ? null : [...new Int8Array(Buffer.from(base64, 'base64'))],
    ]),
  );
}
