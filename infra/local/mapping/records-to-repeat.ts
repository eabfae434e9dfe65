import type { KafkaEvent, KafkaItemIdentifier } from '../../../shared/kafka-event.ts';
import { chooseRecords } from './event-records.ts';

/**
 * What a mapping makes of the function's response. AWS says that failed records are retried, but not whether they come
 * alone; a function has to be safe under both readings.
 *
 * - `listed`: the records in the response come again, and no others.
 * - `rewind`: each partition goes back to its lowest failed offset; everything from there on comes again.
 * - `ignored`: the mapping takes no partial responses. Only a function that throws gets the batch again.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
 */
export type ResponseReading = 'listed' | 'rewind' | 'ignored';

/** The part of the batch that a response asks for again; undefined when the batch counts as processed. */
export function recordsToRepeat(
  event: KafkaEvent,
  response: unknown,
  reading: ResponseReading,
): KafkaEvent | undefined {
  if (reading === 'ignored') return undefined;
  const identifiers = failedIdentifiers(response);
  // What cannot be understood, or names a record that was not delivered, fails the whole batch.
  if (identifiers === undefined || !areDelivered(event, identifiers)) return event;
  const lowest = new Map<string, number>();
  const listed = new Map<string, Set<number>>();
  for (const { partition, offset } of identifiers) {
    lowest.set(partition, Math.min(offset, lowest.get(partition) ?? offset));
    const offsets = listed.get(partition);
    if (offsets === undefined) listed.set(partition, new Set([offset]));
    else offsets.add(offset);
  }
  return chooseRecords(event, (partition, { offset }) =>
    reading === 'listed'
      ? listed.get(partition)?.has(offset) === true
      : offset >= (lowest.get(partition) ?? Number.POSITIVE_INFINITY),
  );
}

/** Undefined for a response of another shape. Nothing, or nothing in it, is a success. */
export function failedIdentifiers(response: unknown): readonly KafkaItemIdentifier[] | undefined {
  if (response === null || response === undefined) return [];
  if (typeof response !== 'object') return undefined;
  const failures: unknown = 'batchItemFailures' in response ? response.batchItemFailures : undefined;
  if (failures === null || failures === undefined) return [];
  if (!Array.isArray(failures)) return undefined;
  const identifiers = failures.map(readIdentifier);
  const known = identifiers.filter((identifier) => identifier !== undefined);
  return known.length === identifiers.length ? known : undefined;
}

function readIdentifier(failure: unknown): KafkaItemIdentifier | undefined {
  if (typeof failure !== 'object' || failure === null || !('itemIdentifier' in failure)) return undefined;
  const identifier: unknown = failure.itemIdentifier;
  if (typeof identifier !== 'object' || identifier === null) return undefined;
  if (!('partition' in identifier) || !('offset' in identifier)) return undefined;
  const { partition, offset } = identifier;
  return typeof partition === 'string' && typeof offset === 'number' ? { partition, offset } : undefined;
}

function areDelivered(event: KafkaEvent, identifiers: readonly KafkaItemIdentifier[]): boolean {
  const delivered = new Map<string, Set<number>>();
  return identifiers.every(({ partition, offset }) => {
    let offsets = delivered.get(partition);
    if (offsets === undefined) {
      offsets = new Set((event.records[partition] ?? []).map((record) => record.offset));
      delivered.set(partition, offsets);
    }
    return offsets.has(offset);
  });
}
