import type { OffsetRange, OffsetsDocument } from '../../functions/redrive/document.ts';
import type { FailedRecord } from '../../functions/redrive/failed-record.ts';
import { messageOf } from '../command-line/error-text.ts';
import { KafkaError, type KafkaFailureCode } from '../kafka/kafka-error.ts';
import type { MissingReason } from './kafka/offset-reading.ts';
import type { KafkaPort, OffsetPage } from './kafka-port.ts';
import type { StayingCode } from './staying.ts';

/**
 * A batch of Lambda has 10,000 records at most; what compaction or a filter left out between them can stretch its range,
 * though hardly a hundredfold. See {@link https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html}.
 */
export const MAX_OFFSETS = 1_000_000;

/** A page of what was read back, and what of it could not be. */
export interface RangePage {
  readonly records: readonly FailedRecord[];
  readonly missing: readonly MissingRecords[];
}

export interface MissingRecords {
  readonly code: StayingCode;
  readonly count: number;
  readonly place: string;
  readonly message?: string;
}

const CODES: Readonly<Record<MissingReason, StayingCode>> = {
  expired: 'OFFSETS_EXPIRED',
  compacted: 'OFFSETS_COMPACTED',
  'beyond the end': 'OFFSETS_BEYOND_END',
  'topic was made anew': 'TOPIC_MADE_ANEW',
};

/** Reads a range of a document back from Kafka. Never rejects: what cannot be read is missing. */
export async function* readRange(
  document: OffsetsDocument,
  range: OffsetRange,
  connect: () => Promise<KafkaPort>,
): AsyncGenerator<RangePage> {
  try {
    for await (const page of (await connect()).readPages(range)) yield rangePage(document, range, page);
  } catch (error) {
    // Pages that were read are done; read again, the journal knows what of them was sent.
    const message = messageOf(error);
    const place = rangeText(range);
    yield { records: [], missing: [{ code: failureCode(error), count: countOf(range), place, message }] };
  }
}

/** What is no fault of Kafka's: other ranges can be read. */
const FAILURES_OF_A_RANGE: Partial<Record<KafkaFailureCode, StayingCode>> = {
  TRANSACTION_OPEN: 'OFFSETS_UNCOMMITTED',
  TOPIC_MISSING: 'TOPIC_MISSING',
  PARTITION_MISSING: 'OFFSETS_BEYOND_END',
};

function failureCode(error: unknown): StayingCode {
  const code = error instanceof KafkaError ? FAILURES_OF_A_RANGE[error.code] : undefined;
  return code ?? 'KAFKA_UNAVAILABLE';
}

/** Offsets of a range, the first and the last included. */
export function countOf({
  firstOffset,
  lastOffset,
}: Pick<OffsetRange, 'firstOffset' | 'lastOffset'>): number {
  return Number(lastOffset - firstOffset + 1n);
}

/** `orders-0@12…20` */
export function rangeText({ topic, partition, firstOffset, lastOffset }: OffsetRange): string {
  const last = lastOffset === firstOffset ? '' : `…${lastOffset}`;
  return `${topic}-${partition}@${firstOffset}${last}`;
}

function rangePage(document: OffsetsDocument, range: OffsetRange, page: OffsetPage): RangePage {
  const { eventSource, eventSourceArn, code, time } = document;
  return {
    records: page.records.map((record) => {
      const { topic, partition, offset } = record;
      return { eventSource, eventSourceArn, topic, partition, offset, record, code, time };
    }),
    missing: page.missing.map(({ reason, ...offsets }) => ({
      code: CODES[reason],
      count: countOf(offsets),
      place: rangeText({ ...range, ...offsets }),
    })),
  };
}
