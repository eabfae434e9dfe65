import { Admin, FetchIsolationLevels, ListOffsetTimestamps } from '@platformatic/kafka';
import { acceptLeaderless } from './accept-leaderless.ts';
import { clientOptions } from './client-options.ts';
import { ConnectionErrors } from './connection-errors.ts';
import {
  type FetchApi,
  type FetchedPartition,
  type FetchLimits,
  type FetchStart,
  fetchBatches,
  negotiateFetch,
} from './fetch-batches.ts';
import { KafkaError } from './kafka-error.ts';
import type { KafkaOptions } from './kafka-options.ts';
import { NO_LEADER } from './leaderless-partitions.ts';

/** Shown in the logs, metrics and quotas of the brokers. */
const CLIENT_ID = 'kafka-eventbridge-bridge-source';

/** `end` is the last stable offset: from there on, a transaction is open or there is nothing yet. */
export type OffsetPlace = 'start' | 'end' | { readonly timestampMs: number };

/** What a broker has for a time that is later than all records. */
const NO_OFFSET = -1n;

/**
 * A topic as its leaders have it. It has connections of its own: a broker answers the requests of a connection one after
 * the other, and one that waits for records would hold up heartbeats and commits.
 */
export class TopicLog {
  readonly #topic: string;
  readonly #client: Admin;
  readonly #connectionErrors: ConnectionErrors;
  #fetchApi: FetchApi | undefined;

  constructor(options: KafkaOptions, topic: string) {
    this.#topic = topic;
    this.#client = new Admin(clientOptions(options, CLIENT_ID));
    this.#connectionErrors = new ConnectionErrors(this.#client);
    acceptLeaderless(this.#client);
  }

  /** Why the latest connection broke that did. */
  get connectionError(): Error | undefined {
    return this.#connectionErrors.latest;
  }

  /** The broker that leads each partition, or {@link NO_LEADER}, by the place in the list. Asked anew each time. */
  async leaders(): Promise<readonly number[]> {
    const topic = this.#topic;
    const { topics } = await this.#client.metadata({ topics: [topic], forceUpdate: true });
    const metadata = topics.get(topic);
    if (metadata === undefined) throw new KafkaError('TOPIC_MISSING', `There is no topic ${topic}.`);
    return metadata.partitions.map(({ leader }) => leader);
  }

  /** Asks a broker for partitions that it leads. */
  async fetch(
    leader: number,
    starts: readonly FetchStart[],
    limits: FetchLimits,
  ): Promise<readonly FetchedPartition[]> {
    const connections = await this.#client.connectToBrokers([leader]);
    const connection = connections.get(leader);
    if (connection === undefined) throw new Error(`There is no broker ${leader}`);
    this.#fetchApi ??= await negotiateFetch(this.#client);
    return fetchBatches(this.#fetchApi, connection, this.#topic, starts, limits);
  }

  /**
   * The offset of the first record at a place; that of the end where there is none. Partitions that have no leader are left
   * out.
   */
  async offsets(partitions: readonly number[], place: OffsetPlace): Promise<ReadonlyMap<number, bigint>> {
    if (partitions.length === 0) return new Map();
    const leaders = await this.leaders();
    const led = partitions.filter((partition) => leaders[partition] !== NO_LEADER);
    if (led.length === 0) return new Map();
    const listed = await this.#listOffsets(led, timestampOf(place));
    const beyond = [...listed].filter(([, offset]) => offset === NO_OFFSET).map(([partition]) => partition);
    return beyond.length === 0 ? listed : new Map([...listed, ...(await this.offsets(beyond, 'end'))]);
  }

  /** Takes a member out of its group, by a way that is open while the member waits for the others. */
  async removeMember(groupId: string, memberId: string): Promise<void> {
    await this.#client.removeMembersFromConsumerGroup({
      groupId,
      members: [{ memberId, reason: 'closed' }],
    });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #listOffsets(partitions: readonly number[], timestamp: bigint): Promise<Map<number, bigint>> {
    const [listed] = await this.#client.listOffsets({
      topics: [
        {
          name: this.#topic,
          partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp })),
        },
      ],
      isolationLevel: FetchIsolationLevels.READ_COMMITTED,
    });
    return new Map(listed?.partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset]));
  }
}

function timestampOf(place: OffsetPlace): bigint {
  if (place === 'start') return ListOffsetTimestamps.EARLIEST;
  return place === 'end' ? ListOffsetTimestamps.LATEST : BigInt(place.timestampMs);
}
