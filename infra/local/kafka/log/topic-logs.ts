import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { PartitionLog } from './partition-log.ts';
import { recordBytes } from './record-bytes.ts';
import { LogFullError, type LogLimits, TRIM_STEP_BYTES } from './retention.ts';

export interface TopicSettings {
  readonly name: string;
  readonly partitions: number;
}

/** What a log needs to know of its readers. */
export interface LogReaders {
  /** The lowest offset that a group has not committed; undefined when there is no group. */
  neededFrom(log: PartitionLog): number | undefined;
  /** There is something new in the topic. */
  wake(topic: string): void;
}

export interface TopicLogsOptions {
  readonly topics: readonly TopicSettings[];
  readonly limits: LogLimits;
  readonly readers: LogReaders;
  readonly onAppended: ((record: KafkaEventRecord) => void) | undefined;
}

/** All topics, within one bound of memory. What groups have committed goes first; what they have not never goes. */
export class TopicLogs {
  readonly #options: TopicLogsOptions;
  readonly #topics: ReadonlyMap<string, readonly PartitionLog[]>;
  #heldBytes = 0;
  #trimFromBytes: number;

  constructor(options: TopicLogsOptions) {
    this.#options = options;
    this.#trimFromBytes = options.limits.trimFromBytes;
    this.#topics = new Map(
      options.topics.map(({ name, partitions }) => [
        name,
        Array.from({ length: partitions }, (_, partition) => new PartitionLog({ topic: name, partition })),
      ]),
    );
  }

  get topicNames(): readonly string[] {
    return [...this.#topics.keys()];
  }

  /** The partitions of a topic; undefined when there is no such topic. */
  find(topic: string): readonly PartitionLog[] | undefined {
    return this.#topics.get(topic);
  }

  /**
   * Appends to the end of a partition, all of the records or none.
   *
   * @throws LogFullError when there is no room.
   */
  append(log: PartitionLog, records: readonly KafkaEventRecord[]): void {
    this.#makeRoom(
      log,
      records.reduce((sum, record) => sum + recordBytes(record), 0),
    );
    for (const record of records) log.append(record);
    this.#options.readers.wake(log.of.topic);
    const { onAppended } = this.#options;
    if (onAppended !== undefined) for (const record of records) onAppended(record);
  }

  #makeRoom(log: PartitionLog, bytes: number): void {
    const { maxBytes, trimFromBytes } = this.#options.limits;
    const isFull = this.#heldBytes + bytes > maxBytes;
    if (isFull || this.#heldBytes > this.#trimFromBytes) {
      this.#trim();
      this.#trimFromBytes = Math.max(trimFromBytes, this.#heldBytes + TRIM_STEP_BYTES);
    }
    if (this.#heldBytes + bytes > maxBytes) throw new LogFullError(log.of.topic, maxBytes);
    this.#heldBytes += bytes;
  }

  #trim(): void {
    for (const logs of this.#topics.values()) {
      for (const log of logs) {
        const neededFrom = this.#options.readers.neededFrom(log);
        if (neededFrom !== undefined) this.#heldBytes -= log.dropBefore(neededFrom);
      }
    }
  }
}
