import type {
  GroupMember,
  ReadLimits,
  RecordSource,
  Subscription,
} from '../../../../infra/kafka/record-source.ts';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import type { VirtualClock } from './virtual-clock.ts';

export const TOPIC = 'orders';

/** How long a partition that is to go is waited for. */
export const REVOCATION_MS = 3_000;

/** One topic in memory with one consumer group, whose reads, commits and assignments a test spoils as it likes. */
export class FakeLog implements RecordSource {
  readonly eventMembers = { eventSource: 'SelfManagedKafka', bootstrapServers: 'localhost:9092' } as const;
  readonly clock: VirtualClock;
  readonly partitions: readonly KafkaEventRecord[][];
  readonly committed = new Map<number, number>();
  /** Errors of the next reads and commits; each is used once. */
  readonly readErrors: Error[] = [];
  readonly commitErrors: Error[] = [];
  /** How long the log takes to give what it has, and to take a commit. */
  readMs = 0;
  commitMs = 0;
  /** Called before a commit is taken. */
  onCommit: (partition: number, nextOffset: number) => void = () => undefined;
  /** Records of one read, at most. */
  chunkRecords = Number.POSITIVE_INFINITY;
  /** Every read, as it was asked for. */
  readonly reads: ReadLimits[] = [];
  readonly #members: FakeMember[] = [];
  #changes = new AbortController();
  #rotation = 0;
  #rebalancing: Promise<void> = Promise.resolve();

  constructor(clock: VirtualClock, partitions: number) {
    this.clock = clock;
    this.partitions = Array.from({ length: partitions }, () => []);
  }

  /** Appends a record to a partition, with the next offset unless another is given. */
  append(partition: number, record: Partial<KafkaEventRecord> = {}): KafkaEventRecord {
    const list = this.records(partition);
    const appended: KafkaEventRecord = {
      topic: TOPIC,
      partition,
      offset: (list.at(-1)?.offset ?? -1) + 1,
      timestamp: this.clock.nowMs(),
      timestampType: 'CREATE_TIME',
      value: 'e30=',
      headers: [],
      ...record,
    };
    list.push(appended);
    this.changed();
    return appended;
  }

  records(partition: number): KafkaEventRecord[] {
    const list = this.partitions[partition];
    if (list === undefined) throw new Error(`No partition ${partition}`);
    return list;
  }

  /** Everything is committed. */
  get isDone(): boolean {
    return this.partitions.every(
      (list, partition) => (this.committed.get(partition) ?? 0) >= (list.at(-1)?.offset ?? -1) + 1,
    );
  }

  get openMembers(): number {
    return this.#members.filter(({ isClosed }) => !isClosed).length;
  }

  /** Ends the waits of reads. */
  changed(): void {
    this.#changes.abort();
    this.#changes = new AbortController();
  }

  get changes(): AbortSignal {
    return this.#changes.signal;
  }

  async join(subscription: Subscription): Promise<GroupMember> {
    const member = new FakeMember(this, subscription);
    this.#members.push(member);
    await this.rebalance();
    return member;
  }

  /** Every partition goes to another member, where there is one. */
  async rotate(): Promise<void> {
    this.#rotation++;
    await this.rebalance();
  }

  /** Takes partitions away from all members, for so long. */
  async borrow(partitions: readonly number[], ms: number): Promise<void> {
    await this.rebalance(partitions);
    await this.clock.sleep(ms);
    await this.rebalance();
  }

  /** @param without partitions that no member gets. */
  rebalance(without: readonly number[] = []): Promise<void> {
    this.#rebalancing = this.#rebalancing.then(() => this.#rebalance(without));
    return this.#rebalancing;
  }

  async #rebalance(without: readonly number[]): Promise<void> {
    const members = this.#members.filter(({ isClosed }) => !isClosed);
    const assignment = new Map(members.map((member) => [member, new Set<number>()]));
    for (const partition of this.partitions.keys()) {
      const member = members[(partition + this.#rotation) % members.length];
      if (member !== undefined && !without.includes(partition)) assignment.get(member)?.add(partition);
    }
    await Promise.all(
      Array.from(assignment, ([member, partitions]) =>
        member.revoke(member.assigned().difference(partitions)),
      ),
    );
    for (const [member, partitions] of assignment) member.assign(partitions);
    this.changed();
  }
}

class FakeMember implements GroupMember {
  readonly #log: FakeLog;
  readonly #subscription: Subscription;
  #assigned: ReadonlySet<number> = new Set();
  /** Partitions that may still be committed. */
  #leaving: ReadonlySet<number> = new Set();
  readonly #positions = new Map<number, number>();
  isClosed = false;

  constructor(log: FakeLog, subscription: Subscription) {
    this.#log = log;
    this.#subscription = subscription;
  }

  assigned(): ReadonlySet<number> {
    return this.#assigned;
  }

  async revoke(partitions: ReadonlySet<number>): Promise<void> {
    if (partitions.size === 0 || this.isClosed) return;
    this.#assigned = this.#assigned.difference(partitions);
    this.#leaving = partitions;
    for (const partition of partitions) this.#positions.delete(partition);
    await Promise.race([this.#subscription.onRevoked([...partitions]), this.#log.clock.sleep(REVOCATION_MS)]);
    this.#leaving = new Set();
  }

  assign(partitions: ReadonlySet<number>): void {
    this.#assigned = this.isClosed ? new Set() : partitions;
  }

  async read(limits: ReadLimits): Promise<readonly KafkaEventRecord[]> {
    this.#log.reads.push(limits);
    const error = this.#log.readErrors.shift();
    if (error !== undefined) throw error;
    const records = this.#readable(limits);
    if (records.length > 0 || limits.waitMs === 0) return await this.#brought(records);
    await this.#log.clock.sleep(limits.waitMs, AbortSignal.any([limits.signal, this.#log.changes]));
    return await this.#brought(this.#readable(limits));
  }

  async #brought(records: readonly KafkaEventRecord[]): Promise<readonly KafkaEventRecord[]> {
    if (records.length > 0 && this.#log.readMs > 0) await this.#log.clock.sleep(this.#log.readMs);
    return records;
  }

  async commit(nextOffsets: ReadonlyMap<number, number>): Promise<ReadonlySet<number>> {
    const error = this.#log.commitErrors.shift();
    if (this.#log.commitMs > 0) await this.#log.clock.sleep(this.#log.commitMs);
    if (error !== undefined) throw error;
    const taken = new Set(nextOffsets.keys()).intersection(this.#assigned.union(this.#leaving));
    for (const [partition, nextOffset] of nextOffsets) {
      if (!taken.has(partition)) continue;
      this.#log.onCommit(partition, nextOffset);
      this.#log.committed.set(partition, nextOffset);
    }
    return taken;
  }

  async lag(): Promise<ReadonlyMap<number, number>> {
    return new Map(
      Array.from(this.#assigned, (partition) => {
        const committed = this.#log.committed.get(partition) ?? 0;
        return [partition, this.#log.records(partition).filter(({ offset }) => offset >= committed).length];
      }),
    );
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.#assigned = new Set();
    this.#log.changed();
    void this.#log.rebalance();
  }

  /** An equal share of each partition. */
  #readable({ maxRecords, except }: ReadLimits): KafkaEventRecord[] {
    const room = Math.min(maxRecords, this.#log.chunkRecords);
    const ready = [...this.#assigned]
      .filter((partition) => !except.has(partition))
      .map((partition) => ({ partition, unread: this.#unread(partition) }))
      .filter(({ unread }) => unread.length > 0);
    const records: KafkaEventRecord[] = [];
    for (const [index, { partition, unread }] of ready.entries()) {
      const found = unread.slice(0, Math.ceil((room - records.length) / (ready.length - index)));
      const last = found.at(-1);
      if (last !== undefined) this.#positions.set(partition, last.offset + 1);
      records.push(...found);
    }
    return records;
  }

  #unread(partition: number): readonly KafkaEventRecord[] {
    const position = this.#positions.get(partition) ?? this.#log.committed.get(partition) ?? 0;
    return this.#log.records(partition).filter(({ offset }) => offset >= position);
  }
}
