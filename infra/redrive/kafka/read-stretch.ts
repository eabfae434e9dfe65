import type { TopicPartition } from '../../kafka/event-record.ts';
import { KafkaError } from '../../kafka/kafka-error.ts';
import { EMPTY_READING, type MissingReason, type OffsetReading } from './offset-reading.ts';
import type { PartitionLog } from './partition-log.ts';
import { readPage } from './read-page.ts';

/** A stretch of offsets, both ends included. */
export interface Stretch {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
}

/** What reading needs of {@link PartitionLog}. */
export type ReadableLog = Pick<PartitionLog, 'startOffset' | 'endOffset' | 'stableEndOffset' | 'fetch'>;

/** A broker that reads from remote storage may answer without records a few times. */
const MAX_EMPTY_ANSWERS = 20;

/**
 * Reads a stretch of a partition, one answer of the broker at a time. Together the readings account for each of its
 * offsets, in order.
 *
 * @throws KafkaError if it reaches into an open transaction; Error if the client throws one, or if the broker gives no
 * records where there should be some.
 */
export async function* readStretch(
  log: ReadableLog,
  of: TopicPartition,
  { firstOffset, lastOffset }: Stretch,
): AsyncGenerator<OffsetReading> {
  // In this order: what is written in between is not taken for an open transaction.
  let end = await log.endOffset(of);
  const [start, stableEnd] = await Promise.all([log.startOffset(of), log.stableEndOffset(of)]);
  let next = firstOffset;
  const passOver = function* (end: bigint, reason: MissingReason) {
    const stop = lower(end, lastOffset + 1n);
    if (stop > next) yield missing({ firstOffset: next, lastOffset: stop - 1n }, reason);
    if (stop > next) next = stop;
  };
  yield* passOver(start, 'expired');
  let emptyAnswers = 0;
  while (next <= lastOffset && next < stableEnd) {
    const fetched = await log.fetch(of, next);
    if (fetched === undefined) {
      // Records have expired meanwhile, or the partition has lost its end.
      end = await log.endOffset(of);
      if (end <= next) break;
      yield* passOver(await log.startOffset(of), 'expired');
    }
    const page = readPage(of, fetched ?? { batches: [], abortedTransactions: [] }, {
      firstOffset: next,
      lastOffset: lower(lastOffset, stableEnd - 1n),
    });
    if (page.nextOffset > next) {
      next = page.nextOffset;
      emptyAnswers = 0;
      yield page.reading;
    } else if (++emptyAnswers > MAX_EMPTY_ANSWERS) {
      throw new Error(`The broker gives no records from offset ${next} on, and has some up to ${stableEnd}`);
    }
  }
  if (next <= lastOffset && next < end) {
    throw new KafkaError('TRANSACTION_OPEN', `From offset ${next} on, a transaction is open.`);
  }
  yield* passOver(lastOffset + 1n, 'beyond the end');
}

/** A reading of nothing but what is missing. */
export function missing({ firstOffset, lastOffset }: Stretch, reason: MissingReason): OffsetReading {
  return { ...EMPTY_READING, missing: [{ firstOffset, lastOffset, reason }] };
}

function lower(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
