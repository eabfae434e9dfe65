import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import { eventRecord, offsetOf, type TopicPartition } from './event-record.ts';
import type { FetchedBatches } from './fetch-batches.ts';
import { lastOffsetOf, sortBatches } from './sort-batches.ts';

export interface ReadBatches {
  /** In the order of offsets. */
  readonly records: readonly KafkaEventRecord[];
  /** Where to read on: behind what the batches hold, records or not. */
  readonly nextOffset: bigint;
}

/**
 * The records from an offset on that a consumer with `isolation.level=read_committed` gets. A broker answers with whole
 * batches, so the first may begin before that offset.
 */
export function readBatches(
  of: TopicPartition,
  { batches, abortedTransactions }: FetchedBatches,
  fromOffset: bigint,
): ReadBatches {
  const records: KafkaEventRecord[] = [];
  let nextOffset = fromOffset;
  for (const { kind, batch } of sortBatches(batches, abortedTransactions)) {
    const endOffset = lastOffsetOf(batch) + 1n;
    if (endOffset <= nextOffset) continue;
    if (kind === 'records') {
      for (const record of batch.records) {
        if (offsetOf(batch, record) >= nextOffset) records.push(eventRecord(of, batch, record));
      }
    }
    nextOffset = endOffset;
  }
  return { records, nextOffset };
}
