import { setTimeout as sleep } from 'node:timers/promises';
import {
  Admin,
  type Connection,
  FetchIsolationLevels,
  fetchV10,
  fetchV11,
  fetchV12,
  findErrorBy,
  ListOffsetTimestamps,
  type RecordsBatch,
} from '@platformatic/kafka';
import { clientOptions } from './client-options.ts';
import type { TopicPartition } from './event-record.ts';
import { KafkaError } from './kafka-error.ts';
import type { KafkaOptions } from './kafka-options.ts';
import type { AbortedTransaction } from './sort-batches.ts';

/** What one request to a broker brought. */
export interface FetchedBatches {
  readonly batches: readonly RecordsBatch[];
  /** Those that reach into the batches. */
  readonly abortedTransactions: readonly AbortedTransaction[];
}

/** A batch that is larger comes whole, and alone. */
const PAGE_BYTES = 1024 * 1024;

/** How long a broker waits for records before it answers without any. */
const MAX_WAIT_MS = 500;
const MIN_BYTES = 1;

/** No fetch session: each request says all (KIP-227). */
const NO_SESSION = { id: 0, epoch: -1 } as const;

/** The leader may be of any epoch. */
const ANY_EPOCH = -1;

/** With topics by name; from Kafka 2.7, 2.3 and 2.1 on. Kafka 4 still has all three. */
const FETCH_VERSIONS = [fetchV12, fetchV11, fetchV10] as const;

type FetchApi = (typeof FETCH_VERSIONS)[number]['api'];

/** Who mistyped an address wants to know soon. */
const CONNECT_RETRIES = 1;

/** With the delay they outlast the election of a new leader. */
const ATTEMPTS = 5;
const RETRY_DELAY_MS = 1_000;

/**
 * The partitions of a cluster, as lists of batches. Reads by partition and offset, with the client for administration:
 * it has no consumer group to join and nothing to commit.
 *
 * Asked as a consumer with `isolation.level=read_committed`, because the level of Lambda's pollers is not documented,
 * and because an event about something that its producer took back should not be published by any of them.
 */
export class PartitionLog {
  readonly #client: Admin;
  #fetchApi: FetchApi | undefined;
  #connectionError: Error | undefined;

  constructor(options: KafkaOptions) {
    this.#client = new Admin(clientOptions(options));
    this.#client.connections.on('connecting', ({ connection }) => {
      // Without a listener it would end the process; the request that fails tells less.
      connection.on('error', (error) => {
        this.#connectionError = error;
      });
    });
  }

  /**
   * Why the latest connection broke that did. A broker that misses a certificate says so after the connection is open,
   * and all that a request knows is that it is closed.
   */
  get connectionError(): Error | undefined {
    return this.#connectionError;
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
    const connection = await this.#leader({ topic, partition });
    this.#fetchApi ??= await this.#negotiateFetch();
    const wanted = {
      partition,
      fetchOffset: offset,
      partitionMaxBytes: PAGE_BYTES,
      currentLeaderEpoch: ANY_EPOCH,
      lastFetchedEpoch: ANY_EPOCH,
    };
    const { responses } = await this.#fetchApi.async(
      connection,
      MAX_WAIT_MS,
      MIN_BYTES,
      PAGE_BYTES,
      FetchIsolationLevels.READ_COMMITTED,
      NO_SESSION.id,
      NO_SESSION.epoch,
      [{ topicId: topic, partitions: [wanted] }],
      [],
      '',
    );
    return fetchedBatches(responses[0]?.partitions[0]);
  }

  async #leader({ topic, partition }: TopicPartition): Promise<Connection> {
    const { topics } = await this.#client.metadata({ topics: [topic] });
    const leader = topics.get(topic)?.partitions[partition]?.leader;
    if (leader === undefined) throw new KafkaError('PARTITION_MISSING', `There is no ${topic}-${partition}.`);
    const connections = await this.#client.connectToBrokers([leader]);
    const connection = connections.get(leader);
    if (connection === undefined) throw new Error(`There is no broker ${leader}`);
    return connection;
  }

  /** The newest version that both sides know. */
  async #negotiateFetch(): Promise<FetchApi> {
    const apis = await this.#client.listApis();
    const offered = apis.find(({ apiKey }) => apiKey === FETCH_VERSIONS[0].api.key);
    const usable = FETCH_VERSIONS.find(
      ({ api }) => offered && offered.minVersion <= api.version && api.version <= offered.maxVersion,
    );
    if (usable === undefined) throw new KafkaError('FORMAT_UNSUPPORTED', 'The brokers have no usable Fetch.');
    return usable.api;
  }
}

const RECORD_FORMAT = 2;

function fetchedBatches(partition: fetchV12.FetchResponsePartition | undefined): FetchedBatches {
  const batches = partition?.records ?? [];
  const old = batches.find(({ magic }) => magic !== RECORD_FORMAT);
  if (old !== undefined) {
    throw new KafkaError('FORMAT_UNSUPPORTED', `There are records of format ${old.magic}.`);
  }
  return { batches, abortedTransactions: partition?.abortedTransactions ?? [] };
}
