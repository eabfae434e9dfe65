import type { Coordinates } from './record-book.ts';

/**
 * The record that became an event, by the detail in any of its shapes.
 *
 * @returns undefined for a detail that names no record.
 */
export function eventCoordinates(detail: string): Coordinates | undefined {
  const members: Record<string, unknown> = JSON.parse(detail);
  const metadata = isObject(members._kafka) ? members._kafka : undefined;
  return (
    coordinates(members.topic, members.partition, members.offset) ??
    coordinates(metadata?.topic, metadata?.partition, metadata?.offset) ??
    coordinates(members.kafkatopic, members.kafkapartition, members.kafkaoffset)
  );
}

function coordinates(topic: unknown, partition: unknown, offset: unknown): Coordinates | undefined {
  if (typeof topic !== 'string' || partition === undefined || offset === undefined) return undefined;
  return { topic, partition: Number(partition), offset: Number(offset) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
