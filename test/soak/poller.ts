import { mskEvent } from '../../infra/local/demo/event-builder.ts';
import { type Random, seededRandom } from '../../infra/local/seeded-random.ts';
import type { KafkaEvent, KafkaEventRecord } from '../../shared/kafka-event.ts';
import { type KnownRecord, Producer } from './producer.ts';
import type { Scenario } from './scenario.ts';
import { TOPIC_PARTITIONS } from './topics.ts';

/** Lambda's limit of an event; a batch ends before it. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

/** Coordinates, member names and quotes of one record, roughly. */
const RECORD_BYTES = 250;

/** A topic partition with so many records to come. */
export interface Partition {
  readonly name: string;
  readonly producer: Producer;
  remaining: number;
}

export interface PollerOptions {
  readonly partitions: readonly Partition[];
  readonly batchSize: number;
  readonly random: Random;
  /** Told of each record before it is delivered for the first time. */
  readonly onProduced: (record: KnownRecord) => void;
}

/** Reads its partitions in turns, runs of records as Kafka hands them out, and makes batches of them. */
export class Poller {
  readonly #options: PollerOptions;
  #turn = 0;
  /** Read, but it did not fit into the batch. */
  #waiting: KafkaEventRecord | undefined;
  #waitingFor: Partition | undefined;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** The next batch; undefined when all partitions have been read to their end. */
  nextBatch(): KafkaEvent | undefined {
    const { batchSize } = this.#options;
    const batch = new Map<string, KafkaEventRecord[]>();
    let [count, bytes] = [0, 0];
    while (count < batchSize) {
      const partition = this.#waitingFor ?? this.#nextPartition();
      if (partition === undefined) break;
      for (let run = this.#runLength(); run > 0 && count < batchSize; run--) {
        const record = this.#read(partition);
        if (record === undefined) break;
        bytes += recordBytes(record);
        if (bytes > MAX_EVENT_BYTES && count > 0) {
          [this.#waiting, this.#waitingFor] = [record, partition];
          return event(batch);
        }
        count++;
        const list = batch.get(partition.name);
        if (list === undefined) batch.set(partition.name, [record]);
        else list.push(record);
      }
    }
    return count === 0 ? undefined : event(batch);
  }

  #read(partition: Partition): KafkaEventRecord | undefined {
    if (this.#waiting !== undefined) {
      const waiting = this.#waiting;
      [this.#waiting, this.#waitingFor] = [undefined, undefined];
      return waiting;
    }
    if (partition.remaining === 0) return undefined;
    partition.remaining--;
    const known = partition.producer.next();
    this.#options.onProduced(known);
    return known.record;
  }

  #nextPartition(): Partition | undefined {
    const { partitions } = this.#options;
    for (let tried = 0; tried < partitions.length; tried++) {
      const partition = partitions[this.#turn++ % partitions.length];
      if (partition !== undefined && partition.remaining > 0) return partition;
    }
    return undefined;
  }

  #runLength(): number {
    const { batchSize, partitions, random } = this.#options;
    return 1 + Math.floor((random() * 2 * batchSize) / Math.max(1, partitions.length));
  }
}

/** The pollers of a scenario, among which the partitions of all topics are dealt, and the records among the partitions. */
export function makePollers(
  { pollers, batchSize, format, poisonShare }: Scenario,
  { records, seed }: { readonly records: number; readonly seed: number },
  onProduced: PollerOptions['onProduced'],
): Poller[] {
  const partitions = TOPIC_PARTITIONS.map(({ topic, partition }, index): Partition => {
    const random = seededRandom(seed + index);
    return {
      name: `${topic}-${partition}`,
      producer: new Producer(topic, partition, { format, poisonShare, random }),
      remaining: Math.floor((records + index) / TOPIC_PARTITIONS.length),
    };
  });
  return Array.from(
    { length: pollers },
    (_, number) =>
      new Poller({
        partitions: partitions.filter((_, index) => index % pollers === number),
        batchSize,
        random: seededRandom(seed - number),
        onProduced,
      }),
  );
}

function event(batch: ReadonlyMap<string, readonly KafkaEventRecord[]>): KafkaEvent {
  return { ...mskEvent([]), records: Object.fromEntries(batch) };
}

function recordBytes({ key, value }: KafkaEventRecord): number {
  return RECORD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
}
