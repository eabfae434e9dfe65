import { setTimeout as sleep } from 'node:timers/promises';
import { Admin, FetchIsolationLevels, findErrorBy, ListOffsetTimestamps } from '@platformatic/kafka';
import { acceptLeaderless } from '../../kafka/accept-leaderless.ts';
import { clientOptions } from '../../kafka/client-options.ts';
import { ConnectionErrors } from '../../kafka/connection-errors.ts';
import type { TopicPartition } from '../../kafka/event-record.ts';
import {
  type FetchApi,
  type FetchedBatches,
  fetchBatches,
  fetchedBatches,
  negotiateFetch,
} from '../../kafka/fetch-batches.ts';
import { KafkaError } from '../../kafka/kafka-error.ts';
import type { KafkaOptions } from '../../kafka/kafka-options.ts';
import { NO_LEADER } from '../../kafka/leaderless-partitions.ts';

/** Shown in the logs, metrics and quotas of the brokers. */
const CLIENT_ID = 'kafka-eventbridge-bridge-redrive';

/** A batch that is larger comes whole, and alone. */
const PAGE_BYTES = 1024 * 1024;

const PAGE = { maxWaitMs: 500, maxBytes: PAGE_BYTES, maxBytesPerPartition: PAGE_BYTES } as const;

/** Who mistyped an address wants to know soon. */
const CONNECT_RETRIES = 1;

/** With the delay they outlast the election of a new leader. */
const ATTEMPTS = 5;
const RETRY_DELAY_MS = 1_000;

/**
 * The partitions of a cluster, as lists of batches. Reads by partition and offset, with the client for administration:
 * it has no consumer group to join and nothing to commit.
 */
export class PartitionLog {
  readonly #client: Admin;
  readonly #connectionErrors: ConnectionErrors;
  #fetchApi: FetchApi | undefined;

  constructor(options: KafkaOptions) {
    this.#client = new Admin(clientOptions(options, CLIENT_ID));
    this.#connectionErrors = new ConnectionErrors(this.#client);
    acceptLeaderless(this.#client);
  }

  /** Why the latest connection broke that did. */
  get connectionError(): Error | undefined {
    return this.#connectionErrors.latest;
  }

  /** Resolves when a broker lets this client in. */
  async connect(): Promise<void> {
    await this.#client.metadata({ topics: [], retries: CONNECT_RETRIES });
  }

  async partitionCount(topic: string): Promise<number> {
    const { topics } = await this.#client.metadata({ topics: [topic], forceUpdate: true });
    const metadata = topics.get(topic);
    if (metadata === undefined) throw new KafkaError('TOPIC_MISSING', `There is no topic ${topic}.`);
    return metadata.partitionsCount;
  }

  /** The first offset that the partition still has. */
  async startOffset(of: TopicPartition): Promise<bigint> {
    return this.#listOffset(of, ListOffsetTimestamps.EARLIEST, FetchIsolationLevels.READ_UNCOMMITTED);
  }

  /** The offset that the next record will have; records of open transactions lie before it. */
  async endOffset(of: TopicPartition): Promise<bigint> {
    return this.#listOffset(of, ListOffsetTimestamps.LATEST, FetchIsolationLevels.READ_UNCOMMITTED);
  }

  /** The first offset of an open transaction, or else {@link endOffset}. Nothing is delivered from here on. */
  async stableEndOffset(of: TopicPartition): Promise<bigint> {
    return this.#listOffset(of, ListOffsetTimestamps.LATEST, FetchIsolationLevels.READ_COMMITTED);
  }

  /**
   * Batches from the one that holds the offset; none when the broker has none yet.
   *
   * @returns undefined if the partition does not have that offset, or no longer.
   */
  async fetch(of: TopicPartition, offset: bigint): Promise<FetchedBatches | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#fetchOnce(of, offset);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        if (findErrorBy(error, 'apiId', 'OFFSET_OUT_OF_RANGE') !== null) return undefined;
        if (attempt === ATTEMPTS || findErrorBy(error, 'canRetry', true) === null) throw error;
        // Most likely the partition has a new leader.
        this.#client.clearMetadata();
        await sleep(RETRY_DELAY_MS);
      }
    }
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #listOffset(
    { topic, partition }: TopicPartition,
    timestamp: bigint,
    isolationLevel: 0 | 1,
  ): Promise<bigint> {
    await this.#leader({ topic, partition });
    const partitions = [{ partitionIndex: partition, timestamp }];
    const [listed] = await this.#client.listOffsets({
      topics: [{ name: topic, partitions }],
      isolationLevel,
    });
    const offset = listed?.partitions[0]?.offset;
    if (offset === undefined) throw new Error('The broker lists no offset of the partition');
    return offset;
  }

  async #fetchOnce({ topic, partition }: TopicPartition, offset: bigint): Promise<FetchedBatches> {
    const leader = await this.#leader({ topic, partition });
    const connections = await this.#client.connectToBrokers([leader]);
    const connection = connections.get(leader);
    if (connection === undefined) throw new Error(`There is no broker ${leader}`);
    this.#fetchApi ??= await negotiateFetch(this.#client);
    const [fetched] = await fetchBatches(this.#fetchApi, connection, topic, [{ partition, offset }], PAGE);
    return fetchedBatches(fetched);
  }

  /** Waits for an election. @throws KafkaError when nobody leads the partition, or when there is none. */
  async #leader({ topic, partition }: TopicPartition): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      const { topics } = await this.#client.metadata({ topics: [topic] });
      const leader = topics.get(topic)?.partitions[partition]?.leader;
      const name = `${topic}-${partition}`;
      if (leader === undefined) throw new KafkaError('PARTITION_MISSING', `There is no ${name}.`);
      if (leader !== NO_LEADER) return leader;
      if (attempt === ATTEMPTS) throw new KafkaError('LEADER_MISSING', `${name} has no leader.`);
      this.#client.clearMetadata();
      await sleep(RETRY_DELAY_MS);
    }
  }
}
