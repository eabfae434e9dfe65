import { type fetchV12, IS_CONTROL, IS_TRANSACTIONAL, type RecordsBatch } from '@platformatic/kafka';

/** A transaction by its producer and its first offset. */
export type AbortedTransaction = fetchV12.FetchResponsePartitionAbortedTransaction;

/**
 * What a batch holds: records to deliver; records that their producer took back by aborting their transaction; or marks of
 * Kafka at the end of a transaction.
 */
export interface SortedBatch {
  readonly kind: 'records' | 'aborted' | 'markers';
  readonly batch: RecordsBatch;
}

/**
 * Tells the batches of one fetch apart, as a consumer with `isolation.level=read_committed` does.
 *
 * The broker names the aborted transactions that reach into the answer, whether or not their markers are in it, by
 * producer and first offset. From there on all transactional batches of that producer are aborted, up to the marker.
 *
 * @see https://kafka.apache.org/documentation/#controlbatch
 */
export function* sortBatches(
  batches: readonly RecordsBatch[],
  abortedTransactions: readonly AbortedTransaction[],
): Generator<SortedBatch> {
  const upcoming = abortedTransactions.toSorted((a, b) => compare(a.firstOffset, b.firstOffset));
  const abortingProducers = new Set<bigint>();
  for (const batch of batches) {
    while (upcoming[0] !== undefined && upcoming[0].firstOffset <= lastOffsetOf(batch)) {
      abortingProducers.add(upcoming[0].producerId);
      upcoming.shift();
    }
    if ((batch.attributes & IS_CONTROL) !== 0) {
      if (isAbortMarker(batch)) abortingProducers.delete(batch.producerId);
      yield { kind: 'markers', batch };
    } else {
      const isTransactional = (batch.attributes & IS_TRANSACTIONAL) !== 0;
      const isAborted = isTransactional && abortingProducers.has(batch.producerId);
      yield { kind: isAborted ? 'aborted' : 'records', batch };
    }
  }
}

/** Compaction may have taken the batch's last record, but its place is kept. */
export function lastOffsetOf(batch: RecordsBatch): bigint {
  return batch.firstOffset + BigInt(batch.lastOffsetDelta);
}

const MARKER_TYPE_AT = 2;
const ABORT = 0;

/** The key is a version and a type, 16 bits each. Compaction leaves batches without records. */
function isAbortMarker({ records: [marker] }: RecordsBatch): boolean {
  const key = marker?.key;
  return key != null && key.length >= MARKER_TYPE_AT + 2 && key.readInt16BE(MARKER_TYPE_AT) === ABORT;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
