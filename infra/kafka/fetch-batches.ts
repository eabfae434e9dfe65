import {
  type Admin,
  type Connection,
  FetchIsolationLevels,
  fetchV10,
  fetchV11,
  fetchV12,
  ProtocolError,
  type RecordsBatch,
  ResponseError,
} from '@platformatic/kafka';
import { KafkaError } from './kafka-error.ts';
import { newestVersion } from './newest-version.ts';
import type { AbortedTransaction } from './sort-batches.ts';

/** What one request to a broker brought of one partition. */
export interface FetchedBatches {
  readonly batches: readonly RecordsBatch[];
  /** Those that reach into the batches. */
  readonly abortedTransactions: readonly AbortedTransaction[];
}

/** Where to read a partition on. */
export interface FetchStart {
  readonly partition: number;
  readonly offset: bigint;
}

export interface FetchLimits {
  /** How long the broker waits for records before it answers without any. */
  readonly maxWaitMs: number;
  /** Of all partitions together. A batch that is larger comes whole. */
  readonly maxBytes: number;
  readonly maxBytesPerPartition: number;
}

/** The broker answers as soon as there is any record. */
const MIN_BYTES = 1;

/** No fetch session: each request says all (KIP-227). */
const NO_SESSION = { id: 0, epoch: -1 } as const;

/** The leader may be of any epoch. */
const ANY_EPOCH = -1;

const NO_RACK = '';

/** With topics by name; from Kafka 2.7, 2.3 and 2.1 on. Kafka 4 still has all three. */
const FETCH_VERSIONS = [fetchV12.api, fetchV11.api, fetchV10.api] as const;

export type FetchApi = (typeof FETCH_VERSIONS)[number];
export type FetchedPartition = fetchV12.FetchResponsePartition;

/** The newest version of Fetch that both sides know. */
export function negotiateFetch(client: Pick<Admin, 'listApis'>): Promise<FetchApi> {
  return newestVersion(client, FETCH_VERSIONS, 'Fetch');
}

/**
 * Asks one broker for batches of partitions that it leads, as a consumer with `isolation.level=read_committed`, because
 * the level of Lambda's pollers is not documented, and because an event about something that its producer took back
 * should not be published by any of them.
 *
 * @returns what the broker says of each partition; {@link fetchedBatches} tells whether it gave something.
 * @throws Error of the client.
 */
export async function fetchBatches(
  api: FetchApi,
  connection: Connection,
  topic: string,
  starts: readonly FetchStart[],
  { maxWaitMs, maxBytes, maxBytesPerPartition }: FetchLimits,
): Promise<readonly FetchedPartition[]> {
  const partitions = starts.map(({ partition, offset }) => ({
    partition,
    fetchOffset: offset,
    partitionMaxBytes: maxBytesPerPartition,
    currentLeaderEpoch: ANY_EPOCH,
    lastFetchedEpoch: ANY_EPOCH,
  }));
  try {
    const { responses } = await api.async(
      connection,
      maxWaitMs,
      MIN_BYTES,
      maxBytes,
      FetchIsolationLevels.READ_COMMITTED,
      NO_SESSION.id,
      NO_SESSION.epoch,
      [{ topicId: topic, partitions }],
      [],
      NO_RACK,
    );
    return responses[0]?.partitions ?? [];
  } catch (error) {
    return partitionsOf(error);
  }
}

/** The client throws when a single partition is refused. What the broker gave of the others is in the error. */
function partitionsOf(error: unknown): readonly FetchedPartition[] {
  if (!(error instanceof ResponseError)) throw error;
  const response: fetchV12.FetchResponse | undefined = error.response;
  if (response === undefined || response.errorCode !== 0) throw error;
  return response.responses[0]?.partitions ?? [];
}

const RECORD_FORMAT = 2;

/**
 * What the broker gave of a partition.
 *
 * @throws ProtocolError if it refused; KafkaError if a batch is of a format before Kafka 0.11.
 */
export function fetchedBatches(partition: FetchedPartition | undefined): FetchedBatches {
  if (partition !== undefined && partition.errorCode !== 0) throw new ProtocolError(partition.errorCode);
  const batches = partition?.records ?? [];
  const old = batches.find(({ magic }) => magic !== RECORD_FORMAT);
  if (old !== undefined) {
    throw new KafkaError('FORMAT_UNSUPPORTED', `There are records of format ${old.magic}.`);
  }
  return { batches, abortedTransactions: partition?.abortedTransactions ?? [] };
}
