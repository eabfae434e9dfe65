import {
  COOPERATIVE_STICKY_ASSIGNOR,
  type Connection,
  Consumer,
  offsetCommitV6,
  offsetCommitV7,
  offsetCommitV8,
  offsetCommitV9,
  ProtocolError,
} from '@platformatic/kafka';
import { acceptLeaderless } from './accept-leaderless.ts';
import { clientOptions } from './client-options.ts';
import { ConnectionErrors } from './connection-errors.ts';
import { HeldPartitions } from './held-partitions.ts';
import type { KafkaOptions } from './kafka-options.ts';
import { newestVersion } from './newest-version.ts';
import { settledWithin } from './settled-within.ts';

/** Shown in the logs, metrics and quotas of the brokers. */
const CLIENT_ID = 'kafka-eventbridge-bridge-source';

/** A member learns from the answer to a heartbeat that another one has come or gone. */
const HEARTBEAT_INTERVAL_MS = 500;

/** A member that dies without leaving keeps its partitions for so long. Brokers take 6 seconds and more. */
const SESSION_TIMEOUT_MS = 15_000;

/** How long a broker waits for a member to join again; less than the client waits for an answer. */
const REBALANCE_TIMEOUT_MS = 20_000;

/** Together they outlast a change of the coordinator, and not the patience of who waits for the group. */
const RETRIES = 5;
const RETRY_DELAY_STEP_MS = 200;

/** The first with which a member tells its generation, so that nobody takes what it had in an earlier one for its own. */
const SUBSCRIPTION_VERSION = 3;

/** From Kafka 2.7, 2.4, 2.3 and 2.1 on. Kafka 4 still has them. */
const COMMIT_VERSIONS = [
  offsetCommitV9.api,
  offsetCommitV8.api,
  offsetCommitV7.api,
  offsetCommitV6.api,
] as const;

const NO_USER_DATA = Buffer.alloc(0);
const ANY_EPOCH = -1;

/** Told what happens to a membership. */
export interface MembershipListener {
  /** Partitions go to another member, as soon as the promise is resolved. */
  onLost(partitions: readonly number[]): Promise<void>;
  onGained(partitions: readonly number[]): void;
  /** The member is out of the group, and is to {@link GroupMembership.rejoin}. */
  onOut(error: Error | undefined): void;
}

/**
 * `joining`: the member waits for the others, and the broker for them; nothing can be committed.
 * `out`: it could not join again, or its heartbeats have failed for so long that others have its partitions.
 */
type State = 'out' | 'joining' | 'member';

export interface Subscribed {
  readonly topic: string;
  readonly groupId: string;
}

/**
 * One member of a consumer group, by the client's own implementation of Kafka's classic protocol, with cooperative
 * rebalances: partitions that stay with a member go on being read.
 *
 * What the client lacks is done here. It commits again with a new generation after it had to join again, though the
 * partitions may have gone to another member: commits are sent one by one, with the generation of the moment. And it tells
 * that partitions go without waiting: what it asks for before it joins, user data for the assignor, is the moment to wait.
 */
export class GroupMembership {
  readonly #subscribed: Subscribed;
  readonly #listener: MembershipListener;
  readonly #consumer: Consumer;
  readonly #connectionErrors: ConnectionErrors;
  #state: State = 'out';
  #hasLeft = false;
  readonly #held = new HeldPartitions();
  #releases: Promise<void> = Promise.resolve();
  #partitionCount = 0;
  #isLeader = false;
  #commitApi: (typeof COMMIT_VERSIONS)[number] | undefined;

  constructor(options: KafkaOptions, subscribed: Subscribed, listener: MembershipListener) {
    this.#subscribed = subscribed;
    this.#listener = listener;
    this.#consumer = new Consumer({
      ...clientOptions(options, CLIENT_ID),
      groupId: subscribed.groupId,
      retries: RETRIES,
      retryDelay: (_client, _operation, attempt) => attempt * RETRY_DELAY_STEP_MS,
      sessionTimeout: SESSION_TIMEOUT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_INTERVAL_MS,
      heartbeatStallTimeout: SESSION_TIMEOUT_MS,
      protocols: [{ name: COOPERATIVE_STICKY_ASSIGNOR, version: SUBSCRIPTION_VERSION }],
      protocolsMetadata: () => this.#beforeJoin(),
    });
    this.#connectionErrors = new ConnectionErrors(this.#consumer);
    acceptLeaderless(this.#consumer);
    this.#consumer.topics.track(subscribed.topic);
    this.#consumer.on('consumer:group:join', ({ isLeader }) => this.#joined(isLeader === true));
    this.#consumer.on('consumer:heartbeat:stalled', ({ lastError }) => this.#fellOut(lastError));
    // Only a member that could not join again says this.
    this.#consumer.on('error', (error) => this.#fellOut(error));
  }

  /** Why the latest connection to the group broke that did. */
  get connectionError(): Error | undefined {
    return this.#connectionErrors.latest;
  }

  get isMember(): boolean {
    return this.#state === 'member' && !this.#hasLeft;
  }

  /** @throws Error of the client. */
  async join(): Promise<void> {
    this.#state = 'joining';
    try {
      await this.#consumer.joinGroup();
    } catch (error) {
      this.#state = 'out';
      throw error;
    }
  }

  /** Joins again if the member is out; the listener is told what comes of it. */
  rejoin(): void {
    if (this.#state === 'out' && !this.#hasLeft) this.#joinAgain();
  }

  /** The leader of a group shares out the partitions, and joins again when there are more of them than it knew. */
  seePartitionCount(count: number): void {
    if (this.isMember && this.#isLeader && count > this.#partitionCount) this.#joinAgain();
  }

  /** @throws Error of the client; a ProtocolError tells that the group does not take it from this member. */
  async commit(offsets: ReadonlyMap<number, bigint>): Promise<void> {
    // Of this moment, in which the partitions are this member's; what follows takes time.
    const { memberId, generationId } = this.#consumer;
    const { topic, groupId } = this.#subscribed;
    if (memberId === null) throw new ProtocolError('UNKNOWN_MEMBER_ID');
    const connection = await this.#coordinator();
    this.#commitApi ??= await newestVersion(this.#consumer, COMMIT_VERSIONS, 'OffsetCommit');
    const partitions = Array.from(offsets, ([partitionIndex, committedOffset]) => ({
      partitionIndex,
      committedOffset,
      committedLeaderEpoch: ANY_EPOCH,
      committedMetadata: null,
    }));
    await this.#commitApi.async(connection, groupId, generationId, memberId, null, [
      { name: topic, partitions },
    ]);
  }

  /** What the group has committed of these partitions; those of which it has nothing are left out. */
  async committedOffsets(partitions: readonly number[]): Promise<ReadonlyMap<number, bigint>> {
    const { topic } = this.#subscribed;
    const committed = await this.#consumer.listCommittedOffsets({
      topics: [{ topic, partitions: [...partitions] }],
    });
    const offsets = committed.get(topic) ?? [];
    return new Map(
      partitions.flatMap((partition): [number, bigint][] => {
        const offset = offsets[partition];
        return offset === undefined || offset < 0n ? [] : [[partition, offset]];
      }),
    );
  }

  /** Under this name the member is in the group; null when it is not. */
  get memberId(): string | null {
    return this.#consumer.memberId;
  }

  /** Leaves the group, if the broker answers in time, and closes the connections. */
  async leave(timeoutMs: number): Promise<void> {
    this.#hasLeft = true;
    // A client that is closed while it joins is done with joining all the same, and then tries its heartbeats for ever.
    const left = Promise.withResolvers<void>();
    this.#consumer.leaveGroup(true, () => left.resolve());
    const connections = Array.from(this.#consumer.connections, ([, connection]) => connection);
    if (connections.some((connection) => connection.isConnected()))
      await settledWithin(timeoutMs, left.promise);
    await settledWithin(timeoutMs, this.#consumer.close(true));
    for (const connection of connections) connection.socket?.destroy();
  }

  #joinAgain(): void {
    this.join().catch((error: Error) => this.#fellOut(error));
  }

  async #coordinator(): Promise<Connection> {
    const coordinator = await this.#consumer.findGroupCoordinator();
    const connections = await this.#consumer.connectToBrokers([coordinator]);
    const connection = connections.get(coordinator);
    if (connection === undefined) throw new ProtocolError('COORDINATOR_NOT_AVAILABLE');
    return connection;
  }

  /** Runs before each request to join. Heartbeats rest meanwhile, and commits are taken. */
  async #beforeJoin(): Promise<Buffer> {
    const lost = this.#held.drop(this.#assigned());
    if (lost.length > 0 && !this.#hasLeft) {
      this.#state = 'member';
      this.#releases = this.#listener.onLost(lost);
    }
    await this.#releases;
    // Who joins after having left would be waited for by the others until its session is over.
    if (this.#hasLeft) throw new Error('The member has left the group.');
    if (this.#state === 'member') this.#state = 'joining';
    return NO_USER_DATA;
  }

  #joined(isLeader: boolean): void {
    this.#state = 'member';
    this.#isLeader = isLeader;
    this.#partitionCount =
      this.#consumer.currentMetadata?.topics.get(this.#subscribed.topic)?.partitionsCount ?? 0;
    this.#listener.onGained(this.#held.add(this.#assigned()));
  }

  #fellOut(error: Error | undefined): void {
    if (this.#hasLeft) return;
    this.#state = 'out';
    this.#listener.onOut(error);
  }

  /** None for a member that was put out of the group, and for one that is new. */
  #assigned(): ReadonlySet<number> {
    const { topic } = this.#subscribed;
    const ofTopic = this.#consumer.assignments?.filter((assignment) => assignment.topic === topic) ?? [];
    return new Set(ofTopic.flatMap(({ partitions }) => partitions));
  }
}
