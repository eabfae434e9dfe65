import { createHash } from 'node:crypto';
import type { FailedRecord } from '../../functions/redrive/failed-record.ts';

/** Characters of base64url: 132 bits, so that no two records ever share an id. */
const ID_CHARACTERS = 22;

/**
 * Names a record by its place and content, wherever it was kept since: the same for every letter of it, another for a
 * record that came to the same place of a topic that was made anew.
 *
 * @returns undefined for a record of another shape than Kafka's; it is compared with none, so sent again at worst.
 */
export function recordId({
  eventSource,
  eventSourceArn,
  topic,
  partition,
  offset,
  record,
}: FailedRecord): string | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const { timestamp, key, value }: { timestamp?: unknown; key?: unknown; value?: unknown } = record;
  const content = [timeOf(timestamp), bytesOf(key), bytesOf(value)];
  if (content.includes(undefined)) return undefined;
  return createHash('sha256')
    .update(JSON.stringify([eventSource, eventSourceArn, topic, partition, offset, ...content]))
    .digest('base64url')
    .slice(0, ID_CHARACTERS);
}

/** Null, absent and (reported) empty all stand for a side that the record lacks. */
function bytesOf(base64: unknown): string | null | undefined {
  if (base64 === null || base64 === undefined || base64 === '') return null;
  return typeof base64 === 'string' ? base64 : undefined;
}

/** Kafka writes -1 for "no timestamp", dead letters null. */
function timeOf(timestamp: unknown): number | null | undefined {
  if (timestamp === null || timestamp === undefined) return null;
  if (typeof timestamp !== 'number') return undefined;
  return timestamp < 0 ? null : timestamp;
}
