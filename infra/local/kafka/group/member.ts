import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { Bell } from '../../../kafka/bell.ts';
import type { GroupMember, ReadLimits, Subscription } from '../../../kafka/record-source.ts';
import { settledWithin } from '../../../kafka/settled-within.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { GroupOffsets } from './group-offsets.ts';

/** How long a member may take to finish with partitions that it has to give up. */
export const REVOCATION_MS = 3_000;

export interface MemberOptions {
  readonly subscription: Subscription;
  readonly logs: readonly PartitionLog[];
  readonly offsets: GroupOffsets;
  readonly onClosed: () => void;
}

/** A member as its group sees it. */
export class Member implements GroupMember {
  readonly #options: MemberOptions;
  /** How far each assigned partition was read. */
  readonly #positions = new Map<number, number>();
  /** Partitions that may be committed: the assigned ones, and those that are being given up. */
  readonly #held = new Set<number>();
  readonly #bell = new Bell();
  readonly #closing = Promise.withResolvers<void>();
  #isClosed = false;
  /** Moves on with each read, so that no partition is always the first. */
  #turn = 0;

  constructor(options: MemberOptions) {
    this.#options = options;
  }

  assigned(): ReadonlySet<number> {
    return new Set(this.#positions.keys());
  }

  async read({ maxRecords, waitMs, except, signal }: ReadLimits): Promise<readonly KafkaEventRecord[]> {
    const deadlineMs = performance.now() + waitMs;
    for (;;) {
      const records = this.#take(maxRecords, except);
      const leftMs = deadlineMs - performance.now();
      if (records.length > 0 || leftMs <= 0 || signal.aborted || this.#isClosed) return records;
      await this.#bell.heard(leftMs, signal);
    }
  }

  async commit(nextOffsets: ReadonlyMap<number, number>): Promise<ReadonlySet<number>> {
    const held = [...nextOffsets].filter(([partition]) => this.#held.has(partition));
    this.#options.offsets.commit(held);
    return new Set(held.map(([partition]) => partition));
  }

  async lag(): Promise<ReadonlyMap<number, number>> {
    const { offsets } = this.#options;
    return new Map(Array.from(this.#positions.keys(), (partition) => [partition, offsets.lag(partition)]));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#positions.clear();
    this.#held.clear();
    this.#closing.resolve();
    this.#bell.ring();
    this.#options.onClosed();
  }

  /** There may be something to read. */
  wake(): void {
    this.#bell.ring();
  }

  /** A partition is this member's from now on, and read from where the group is. */
  assign(partition: number): void {
    this.#positions.set(partition, this.#options.offsets.next(partition));
    this.#held.add(partition);
    this.#bell.ring();
  }

  /** Resolves when what is under way with the partitions is done, or took too long, or the member is gone. */
  async giveUp(partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) this.#positions.delete(partition);
    const finished = Promise.resolve(this.#options.subscription.onRevoked(partitions));
    // Whatever happens there, the partitions go to another member; what was not committed is read again.
    await settledWithin(REVOCATION_MS, Promise.race([finished, this.#closing.promise]));
    for (const partition of partitions) this.#held.delete(partition);
  }

  /** An equal part of each partition that has records; what one does not use is for those after it. */
  #take(maxRecords: number, except: ReadonlySet<number>): readonly KafkaEventRecord[] {
    const { logs } = this.#options;
    const ready = [...this.#positions].flatMap(([partition, position]) => {
      const log = logs[partition];
      return log === undefined || except.has(partition) || position >= log.endOffset ? [] : [log];
    });
    const first = ready.length === 0 ? 0 : this.#turn++ % ready.length;
    const inTurn = [...ready.slice(first), ...ready.slice(0, first)];
    const records: KafkaEventRecord[] = [];
    for (const [index, log] of inTurn.entries()) {
      const share = Math.ceil((maxRecords - records.length) / (inTurn.length - index));
      const found = log.read(this.#positions.get(log.of.partition) ?? 0, share);
      const last = found.at(-1);
      if (last !== undefined) this.#positions.set(log.of.partition, last.offset + 1);
      for (const record of found) records.push(record);
    }
    return records;
  }
}
