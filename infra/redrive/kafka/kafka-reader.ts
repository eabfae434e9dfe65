import type { OffsetRange } from '../../../functions/redrive/document.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import type { TopicPartition } from '../../kafka/event-record.ts';
import { explainError } from '../../kafka/explain-error.ts';
import { KafkaError } from '../../kafka/kafka-error.ts';
import type { KafkaOptions } from '../../kafka/kafka-options.ts';
import { joinReadings, type OffsetReading } from './offset-reading.ts';
import { PartitionLog } from './partition-log.ts';
import { missing, type ReadableLog, readStretch, type Stretch } from './read-stretch.ts';

/** A record of a topic, as far as a document in it is concerned. */
export interface TopicRecord {
  readonly partition: number;
  readonly offset: bigint;
  /** As UTF-8 text; null for a tombstone. */
  readonly value: string | null;
}

/**
 * What a whole reading may hold, in characters of keys and values. A batch of Lambda is up to 6 MB; more lies between
 * its first and last record when a filter of the mapping leaves records out. Pages have no such limit.
 */
const MAX_READING_CHARACTERS = 256 * 1024 * 1024;

/** Documents may round times; a topic that was made anew has records of quite another time. */
const TIMESTAMP_TOLERANCE_MS = 1_000;

/**
 * Opens a connection to the cluster.
 *
 * @throws KafkaError if no broker is reached, or none lets this client in.
 */
export async function connectKafka(options: KafkaOptions): Promise<KafkaReader> {
  const log = new PartitionLog(options);
  try {
    await log.connect();
    return new KafkaReader(log);
  } catch (error) {
    await log.close();
    throw explainError(error, `Connecting to ${options.brokers.join(', ')}`, log.connectionError);
  }
}

/** What a reader needs of {@link PartitionLog}. */
export type ReaderLog = ReadableLog & Pick<PartitionLog, 'partitionCount' | 'connectionError' | 'close'>;

/** Reads records back by partition and offset, without a consumer group, and changes nothing in the cluster. */
export class KafkaReader {
  readonly #log: ReaderLog;

  constructor(log: ReaderLog) {
    this.#log = log;
  }

  /**
   * Everything that a range of offsets holds, and why the rest is missing.
   *
   * @throws KafkaError if Kafka cannot be read, or if the range holds more than fits into memory with ease.
   */
  async readOffsets(range: OffsetRange): Promise<OffsetReading> {
    const pages: OffsetReading[] = [];
    let characters = 0;
    for await (const page of this.readPages(range)) {
      pages.push(page);
      for (const { key, value } of page.records) characters += (key?.length ?? 0) + (value?.length ?? 0);
      if (characters > MAX_READING_CHARACTERS) {
        throw new KafkaError('RANGE_TOO_LARGE', `${describe(range)} does not fit into memory.`);
      }
    }
    return joinReadings(pages);
  }

  /**
   * The same page by page, each about a megabyte of the broker's compressed batches, so that a range of any size can be
   * read. Together the pages account for each offset of the range.
   *
   * @throws KafkaError if Kafka cannot be read.
   */
  async *readPages(range: OffsetRange): AsyncGenerator<OffsetReading> {
    try {
      let isFirst = true;
      for await (const page of readStretch(this.#log, range, range)) {
        if (isFirst && isOfAnotherTime(range, page)) {
          yield missing(range, 'topic was made anew');
          return;
        }
        isFirst = false;
        yield page;
      }
    } catch (error) {
      throw explainError(error, `Reading ${describe(range)}`, this.#log.connectionError);
    }
  }

  /**
   * All records that a topic has now, partition by partition, each from its beginning. What is written meanwhile is
   * left for the next time.
   *
   * @throws KafkaError if Kafka cannot be read, and the reason of the signal when it is aborted.
   */
  async *readTopic(topic: string, signal: AbortSignal): AsyncGenerator<TopicRecord> {
    try {
      for (const stretch of await this.#present(topic)) yield* this.#recordsOf(stretch, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw explainError(error, `Reading the topic ${topic}`, this.#log.connectionError);
    }
  }

  async close(): Promise<void> {
    await this.#log.close();
  }

  /** What each partition holds at this moment, but for open transactions. */
  async #present(topic: string): Promise<(TopicPartition & Stretch)[]> {
    const count = await this.#log.partitionCount(topic);
    const partitions = Array.from({ length: count }, (_, partition) => ({ topic, partition }));
    return Promise.all(
      partitions.map(async (of) => {
        const [start, end] = await Promise.all([this.#log.startOffset(of), this.#log.stableEndOffset(of)]);
        return { ...of, firstOffset: start, lastOffset: end - 1n };
      }),
    );
  }

  async *#recordsOf(stretch: TopicPartition & Stretch, signal: AbortSignal): AsyncGenerator<TopicRecord> {
    signal.throwIfAborted();
    if (stretch.lastOffset < stretch.firstOffset) return;
    for await (const { records } of readStretch(this.#log, stretch, stretch)) {
      for (const { partition, offset, value } of records) {
        signal.throwIfAborted();
        yield { partition, offset: BigInt(offset), value: text(value) };
      }
      signal.throwIfAborted();
    }
  }
}

/** Whether the first record that was asked for has another timestamp now, so that it is another record. */
function isOfAnotherTime(
  { firstOffset, firstTimestampMs }: OffsetRange,
  { records }: OffsetReading,
): boolean {
  const [first] = records;
  if (firstTimestampMs === undefined || first === undefined || BigInt(first.offset) !== firstOffset)
    return false;
  return Math.abs((first.timestamp ?? 0) - firstTimestampMs) >= TIMESTAMP_TOLERANCE_MS;
}

function text(base64: KafkaEventRecord['value']): string | null {
  return base64 == null ? null : Buffer.from(base64, 'base64').toString();
}

function describe({ topic, partition, firstOffset, lastOffset }: OffsetRange): string {
  return `${topic}-${partition}, offsets ${firstOffset} to ${lastOffset},`;
}
