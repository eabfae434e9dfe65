import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { eventRecord, offsetOf, type TopicPartition } from '../../kafka/event-record.ts';
import type { FetchedBatches } from '../../kafka/fetch-batches.ts';
import { lastOffsetOf, sortBatches } from '../../kafka/sort-batches.ts';
import { joinMissing, type MissingOffsets, type OffsetReading } from './offset-reading.ts';
import type { Stretch } from './read-stretch.ts';

export interface Page {
  readonly reading: OffsetReading;
  /** Where the next page begins; beyond the stretch when it is done. The start of the stretch when the page is empty. */
  readonly nextOffset: bigint;
}

/**
 * Takes what belongs to a stretch of offsets from one answer of a broker. Every offset up to the next page is accounted
 * for: as a record, as something that was never to be delivered, or as missing.
 */
export function readPage(
  of: TopicPartition,
  { batches, abortedTransactions }: FetchedBatches,
  { firstOffset, lastOffset }: Stretch,
): Page {
  const records: KafkaEventRecord[] = [];
  const missing: MissingOffsets[] = [];
  const skipped = { aborted: 0, markers: 0 };
  let next = firstOffset;
  const passOver = (end: bigint) => {
    if (end > next) missing.push({ firstOffset: next, lastOffset: end - 1n, reason: 'compacted' });
    if (end > next) next = end;
  };
  for (const { kind, batch } of sortBatches(batches, abortedTransactions)) {
    const batchEnd = lower(lastOffsetOf(batch), lastOffset) + 1n;
    passOver(lower(batch.firstOffset, lastOffset + 1n));
    if (batchEnd <= next) continue;
    if (kind === 'records') {
      for (const record of batch.records) {
        const offset = offsetOf(batch, record);
        if (offset < next || offset >= batchEnd) continue;
        passOver(offset);
        records.push(eventRecord(of, batch, record));
        next = offset + 1n;
      }
      passOver(batchEnd);
    } else {
      // Whether the cleaner has been here makes no difference: none of it is to be delivered.
      skipped[kind] += Number(batchEnd - next);
      next = batchEnd;
    }
  }
  return { reading: { records, missing: joinMissing(missing), skipped }, nextOffset: next };
}

function lower(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
