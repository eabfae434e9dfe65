import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';

export function recordsOf(event: KafkaEvent): KafkaEventRecord[] {
  return Object.values(event.records).flat();
}

export function recordCount(event: KafkaEvent): number {
  return Object.values(event.records).reduce((sum, { length }) => sum + length, 0);
}

/** The event with some of its records, in their order; undefined when there are none. */
export function chooseRecords(
  event: KafkaEvent,
  isChosen: (partition: string, record: KafkaEventRecord) => boolean,
): KafkaEvent | undefined {
  const chosen = Object.entries(event.records)
    .map(([partition, list]) => [partition, list.filter((record) => isChosen(partition, record))] as const)
    .filter(([, list]) => list.length > 0);
  return chosen.length === 0 ? undefined : { ...event, records: Object.fromEntries(chosen) };
}

/** Two halves of an event of two records or more, the earlier records of each partition in the first. */
export function splitRecords(event: KafkaEvent): readonly [KafkaEvent, KafkaEvent] {
  const half = Math.ceil(recordCount(event) / 2);
  const earlier: [string, readonly KafkaEventRecord[]][] = [];
  const later: [string, readonly KafkaEventRecord[]][] = [];
  let room = half;
  for (const [partition, list] of Object.entries(event.records)) {
    const fitting = list.slice(0, room);
    const rest = list.slice(room);
    if (fitting.length > 0) earlier.push([partition, fitting]);
    if (rest.length > 0) later.push([partition, rest]);
    room -= fitting.length;
  }
  return [
    { ...event, records: Object.fromEntries(earlier) },
    { ...event, records: Object.fromEntries(later) },
  ];
}
