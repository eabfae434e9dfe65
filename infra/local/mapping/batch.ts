import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { COMMA_BYTES, envelopeBytes, partitionBytes } from './payload-size.ts';

/** A record that was read, and what is to become of it. */
export interface ReadRecord {
  readonly record: KafkaEventRecord;
  readonly fate: 'deliver' | 'filtered-out';
  /** As JSON; 0 when it is not delivered. */
  readonly bytes: number;
}

export interface BatchLimits {
  /** Records to deliver. */
  readonly maxRecords: number;
  /** Of the event as JSON. */
  readonly maxBytes: number;
}

/** The part of a batch that comes from one partition, without a record left out in between. */
export interface BatchPartition {
  readonly partition: number;
  /** As the event names it. */
  readonly name: string;
  readonly records: KafkaEventRecord[];
  /** Records that would be too large as the only one of an event. */
  readonly oversize: KafkaEventRecord[];
  /** Of the next record to read when all of this is done. */
  nextOffset: number;
  /** Records that were read, delivered or not. */
  readCount: number;
  /** As JSON, without commas. */
  bytes: number;
}

/** A batch that is being gathered: records of several partitions, up to a number and a size. */
export class Batch {
  readonly #limits: BatchLimits;
  readonly #members: Omit<KafkaEvent, 'records'>;
  readonly #envelopeBytes: number;
  readonly #partitions = new Map<number, BatchPartition>();
  #recordCount = 0;
  /** Without commas. */
  #contentBytes = 0;
  #isClosed = false;

  constructor(members: Omit<KafkaEvent, 'records'>, limits: BatchLimits) {
    this.#limits = limits;
    this.#members = members;
    this.#envelopeBytes = envelopeBytes(members);
  }

  get partitions(): readonly BatchPartition[] {
    return [...this.#partitions.values()];
  }

  /** Nothing was read for it. */
  get isEmpty(): boolean {
    return this.#partitions.size === 0;
  }

  get isFull(): boolean {
    return this.#isClosed || this.roomRecords === 0;
  }

  get roomRecords(): number {
    return this.#limits.maxRecords - this.#recordCount;
  }

  get roomBytes(): number {
    return this.#limits.maxBytes - this.bytes;
  }

  /** Of the event as JSON. Each record but the first has a comma before it or before its partition. */
  get bytes(): number {
    return this.#envelopeBytes + this.#contentBytes + Math.max(0, this.#recordCount - 1) * COMMA_BYTES;
  }

  /** Takes the next record of a partition, unless the batch is full without it. Tells whether it did. */
  add({ record, fate, bytes }: ReadRecord): boolean {
    if (this.isFull) return false;
    const known = this.#partitions.get(record.partition);
    if (fate === 'filtered-out') {
      advance(known ?? this.#begin(record), record);
      return true;
    }
    const isFirst = known === undefined || known.records.length === 0;
    const nameBytes = isFirst ? partitionBytes(nameOf(record)) : 0;
    if (isFirst && this.#envelopeBytes + nameBytes + bytes > this.#limits.maxBytes) {
      // One is enough: each takes as much memory as a batch.
      this.#isClosed = true;
      const partition = known ?? this.#begin(record);
      partition.oversize.push(record);
      advance(partition, record);
      return true;
    }
    const commaBytes = this.#recordCount > 0 ? COMMA_BYTES : 0;
    if (nameBytes + bytes + commaBytes > this.roomBytes) {
      this.#isClosed = true;
      return false;
    }
    const partition = known ?? this.#begin(record);
    partition.records.push(record);
    partition.bytes += nameBytes + bytes;
    advance(partition, record);
    this.#recordCount++;
    this.#contentBytes += nameBytes + bytes;
    return true;
  }

  has(partition: number): boolean {
    return this.#partitions.has(partition);
  }

  /** Takes the records of a partition out again. Tells whether there were any. */
  drop(partition: number): boolean {
    const dropped = this.#partitions.get(partition);
    if (dropped === undefined) return false;
    this.#partitions.delete(partition);
    this.#recordCount -= dropped.records.length;
    this.#contentBytes -= dropped.bytes;
    return true;
  }

  /** What the function gets; without records when all were filtered out or too large. */
  event(): KafkaEvent {
    const filled = this.partitions.filter(({ records }) => records.length > 0);
    return {
      ...this.#members,
      records: Object.fromEntries(filled.map(({ name, records }) => [name, records])),
    };
  }

  #begin(record: KafkaEventRecord): BatchPartition {
    const { partition, offset } = record;
    const begun = {
      partition,
      name: nameOf(record),
      records: [],
      oversize: [],
      nextOffset: offset,
      readCount: 0,
      bytes: 0,
    };
    this.#partitions.set(partition, begun);
    return begun;
  }
}

function advance(partition: BatchPartition, { offset }: KafkaEventRecord): void {
  partition.nextOffset = offset + 1;
  partition.readCount++;
}

function nameOf({ topic, partition }: KafkaEventRecord): string {
  return `${topic}-${partition}`;
}
