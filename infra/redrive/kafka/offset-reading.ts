import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';

/**
 * Why offsets hold no record any more.
 *
 * `expired`: they lie before the start of the partition, by retention or by hand.
 * `compacted`: the cleaner of a compacted topic has removed them.
 * `beyond the end`: the partition has no such offsets, so the topic is not the one that it was, or has lost its end.
 * `topic was made anew`: there is a record, but of another time than the one that was asked for.
 */
export const MISSING_REASONS = ['expired', 'compacted', 'beyond the end', 'topic was made anew'] as const;
export type MissingReason = (typeof MISSING_REASONS)[number];

/** Offsets that should hold records and do not; both ends included. */
export interface MissingOffsets {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly reason: MissingReason;
}

/** What a range of offsets holds. */
export interface OffsetReading {
  /** In the order of offsets, each as Lambda would deliver it. */
  readonly records: readonly KafkaEventRecord[];
  /** In the order of offsets; neighbours of the same reason are one. */
  readonly missing: readonly MissingOffsets[];
  /** Offsets that hold nothing to deliver, and never did. */
  readonly skipped: {
    /** Records whose producer aborted their transaction. */
    readonly aborted: number;
    /** Marks of Kafka at the end of transactions. */
    readonly markers: number;
  };
}

export const EMPTY_READING: OffsetReading = { records: [], missing: [], skipped: { aborted: 0, markers: 0 } };

/** One reading of neighbouring ranges, in their order. */
export function joinReadings(readings: readonly OffsetReading[]): OffsetReading {
  return {
    records: readings.flatMap(({ records }) => records),
    missing: joinMissing(readings.flatMap(({ missing }) => missing)),
    skipped: {
      aborted: readings.reduce((sum, { skipped }) => sum + skipped.aborted, 0),
      markers: readings.reduce((sum, { skipped }) => sum + skipped.markers, 0),
    },
  };
}

/** Makes one of neighbours that are missing for the same reason. */
export function joinMissing(missing: readonly MissingOffsets[]): MissingOffsets[] {
  const joined: MissingOffsets[] = [];
  for (const next of missing) {
    const last = joined.at(-1);
    if (last?.reason === next.reason && last.lastOffset + 1n === next.firstOffset) {
      joined[joined.length - 1] = { ...last, lastOffset: next.lastOffset };
    } else {
      joined.push(next);
    }
  }
  return joined;
}
