import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import type { TopicPartition } from '../../../kafka/event-record.ts';
import { recordBytes } from './record-bytes.ts';

/** Records go in groups of this many, so that dropping the oldest does not move the others. */
export const SEGMENT_RECORDS = 1_024;

interface Segment {
  readonly firstOffset: number;
  readonly records: KafkaEventRecord[];
  bytes: number;
}

/** One partition: records with offsets from 0 on and without gaps, of which the oldest may be gone. */
export class PartitionLog {
  readonly of: TopicPartition;
  readonly #segments: Segment[] = [];
  #endOffset = 0;

  constructor(of: TopicPartition) {
    this.of = of;
  }

  /** The first offset that is still there. */
  get startOffset(): number {
    return this.#segments[0]?.firstOffset ?? this.#endOffset;
  }

  /** The offset that the next record will have. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** @param record has the end offset as its own. */
  append(record: KafkaEventRecord): void {
    if (record.offset !== this.#endOffset) {
      throw new RangeError(`The next offset is ${this.#endOffset}, not ${record.offset}.`);
    }
    let last = this.#segments.at(-1);
    if (last === undefined || last.records.length === SEGMENT_RECORDS) {
      last = { firstOffset: record.offset, records: [], bytes: 0 };
      this.#segments.push(last);
    }
    last.records.push(record);
    last.bytes += recordBytes(record);
    this.#endOffset++;
  }

  /** Up to so many records from an offset on, or from the first that is still there. */
  read(fromOffset: number, maxRecords: number): readonly KafkaEventRecord[] {
    const records: KafkaEventRecord[] = [];
    let next = Math.max(fromOffset, this.startOffset);
    while (records.length < maxRecords && next < this.#endOffset) {
      // All segments but the last are full.
      const segment = this.#segments[Math.floor((next - this.startOffset) / SEGMENT_RECORDS)];
      if (segment === undefined) break;
      const at = next - segment.firstOffset;
      const found = segment.records.slice(at, at + maxRecords - records.length);
      records.push(...found);
      next += found.length;
    }
    return records;
  }

  /** The first offset whose record is of this time or later; the end when there is none. */
  offsetAt(timestampMs: number): number {
    for (const { records } of this.#segments) {
      const record = records.find(({ timestamp }) => (timestamp ?? 0) >= timestampMs);
      if (record !== undefined) return record.offset;
    }
    return this.#endOffset;
  }

  /**
   * Drops full segments that lie before an offset.
   *
   * @returns the bytes that are free now.
   */
  dropBefore(offset: number): number {
    const firstKept = this.#segments.findIndex(
      ({ firstOffset, records }) => records.length < SEGMENT_RECORDS || firstOffset + records.length > offset,
    );
    const count = firstKept === -1 ? this.#segments.length : firstKept;
    return this.#segments.splice(0, count).reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
