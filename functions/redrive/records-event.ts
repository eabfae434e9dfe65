import type { KafkaEvent } from '../../shared/kafka-event.ts';
import type { FailedRecord } from './failed-record.ts';

/** What the event source mapping would deliver, without the certainty that a record has its members. */
type RebuiltEvent = Omit<KafkaEvent, 'records'> & { readonly records: Record<string, unknown[]> };

/** A Kafka event made of failed records, and which of them each of its records is, in the order the bridge reads them. */
export interface RecordsEvent {
  readonly event: RebuiltEvent;
  readonly records: readonly FailedRecord[];
}

/**
 * The events in which Lambda would deliver the records: one for each source, partition after partition, in offset order.
 * Records of the same place, as a topic that was made anew has, come in events of their own: one event holds a place once.
 */
export function recordsEvents(records: readonly FailedRecord[]): RecordsEvent[] {
  const bySource = Map.groupBy(records, ({ eventSource, eventSourceArn }) =>
    JSON.stringify([eventSource, eventSourceArn]),
  );
  return [...bySource.values()].flatMap((ofSource) => rounds(ofSource).flatMap(recordsEvent));
}

/** The first record of every place, then the second ones, and so on. */
function rounds(records: readonly FailedRecord[]): FailedRecord[][] {
  const taken = new Map<string, number>();
  const all: FailedRecord[][] = [];
  for (const record of records) {
    const place = `${record.topic}-${record.partition}@${record.offset}`;
    const round = taken.get(place) ?? 0;
    taken.set(place, round + 1);
    all[round] ??= [];
    all[round].push(record);
  }
  return all;
}

function recordsEvent(records: readonly FailedRecord[]): RecordsEvent[] {
  const [first] = records;
  if (first === undefined) return [];
  const byPartition = Map.groupBy(records, ({ topic, partition }) => `${topic}-${partition}`);
  const partitions = [...byPartition].map(
    ([name, list]) => [name, list.toSorted((a, b) => a.offset - b.offset)] as const,
  );
  const event: RebuiltEvent = {
    eventSource: first.eventSource,
    ...(first.eventSourceArn === null ? {} : { eventSourceArn: first.eventSourceArn }),
    records: Object.fromEntries(partitions.map(([name, list]) => [name, list.map(({ record }) => record)])),
  };
  return [{ event, records: partitions.flatMap(([, list]) => list) }];
}
