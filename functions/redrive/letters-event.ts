import type { KafkaEvent, KafkaEventHeader } from '../../shared/kafka-event.ts';
import type { Letter } from './letter.ts';

/** What the event source mapping would deliver, without the certainty that a record has its members. */
type RebuiltEvent = Omit<KafkaEvent, 'records'> & { readonly records: Record<string, unknown[]> };

/** A Kafka event made of dead letters, and which letter each of its records is, in the order the bridge reads them. */
export interface LettersEvent {
  readonly event: RebuiltEvent;
  readonly letters: readonly Letter[];
}

/**
 * The events in which Lambda would deliver the records of dead letters: one for each source, partition after partition, in
 * offset order.
 */
export function lettersEvents(letters: readonly Letter[]): LettersEvent[] {
  const bySource = Map.groupBy(letters, ({ eventSource, eventSourceArn }) =>
    JSON.stringify([eventSource, eventSourceArn]),
  );
  return [...bySource.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [lettersEvent(first, others)],
  );
}

function lettersEvent(first: Letter, others: readonly Letter[]): LettersEvent {
  const byPartition = Map.groupBy([first, ...others], ({ record }) => `${record.topic}-${record.partition}`);
  const partitions = [...byPartition].map(
    ([name, list]) => [name, list.toSorted((a, b) => a.record.offset - b.record.offset)] as const,
  );
  return {
    event: {
      eventSource: first.eventSource,
      ...(first.eventSourceArn === null ? {} : { eventSourceArn: first.eventSourceArn }),
      records: Object.fromEntries(partitions.map(([name, list]) => [name, list.map(recordOf)])),
    },
    letters: partitions.flatMap(([, list]) => list),
  };
}

/** A record that came in another shape than expected goes back in that shape, so that it is judged as it was. */
function recordOf({ record, received }: Letter): unknown {
  if (received !== undefined) return received;
  return { ...record, headers: record.headers.map(headerOf) };
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
