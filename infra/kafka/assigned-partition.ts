import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import type { FetchedBatches } from './fetch-batches.ts';
import { readBatches } from './read-batches.ts';

/** How far a partition is: each is the offset of the next record. */
interface Offsets {
  committed: bigint;
  /** Behind the last record that was given out. */
  given: bigint;
  /** Behind the last record that the broker gave, and behind what follows it and is not to be delivered. */
  read: bigint;
}

/** A partition of a member, from the time that it comes to it to the time that it goes to another. */
export class AssignedPartition {
  readonly topic: string;
  readonly partition: number;
  /** Undefined until it is known where to begin. */
  #offsets: Offsets | undefined;
  #records: readonly KafkaEventRecord[] = [];
  /** How many of them were given out. */
  #takenCount = 0;
  #missedOffset: bigint | undefined;

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  /** What the broker is to be asked for; undefined until it is known where to begin. */
  get readOffset(): bigint | undefined {
    return this.#missedOffset === undefined ? this.#offsets?.read : undefined;
  }

  get hasRecords(): boolean {
    return this.#takenCount < this.#records.length;
  }

  /** What the broker was asked for and does not have. */
  get missedOffset(): bigint | undefined {
    return this.#missedOffset;
  }

  /** Everything before the offset counts as committed; a commit of less is left out from now on. */
  begin(offset: bigint): void {
    this.#offsets = { committed: offset, given: offset, read: offset };
    this.#keep([]);
    this.#missedOffset = undefined;
  }

  /** The broker does not have what it was asked for. */
  miss(askedOffset: bigint): void {
    if (this.readOffset === askedOffset) this.#missedOffset = askedOffset;
  }

  /** @param askedOffset what the broker was asked for; an answer to what is no longer the question is left. */
  add(fetched: FetchedBatches, askedOffset: bigint): void {
    if (this.#offsets === undefined || this.readOffset !== askedOffset || this.hasRecords) return;
    const { records, nextOffset } = readBatches(this, fetched, askedOffset);
    this.#keep(records);
    this.#offsets.read = nextOffset;
  }

  take(maxRecords: number): readonly KafkaEventRecord[] {
    const taken = this.#records.slice(this.#takenCount, this.#takenCount + maxRecords);
    const last = taken.at(-1);
    if (this.#offsets === undefined || last === undefined) return [];
    this.#takenCount += taken.length;
    this.#offsets.given = BigInt(last.offset) + 1n;
    if (!this.hasRecords) this.#keep([]);
    return taken;
  }

  /**
   * What to commit when all records before an offset are done. Behind the last record that there is, also what follows it
   * and is not to be delivered, such as the mark of a transaction: it would look like a lag that never ends.
   *
   * @returns undefined if more is committed already, or if these records were not given out since the partition began.
   */
  offsetToCommit(doneOffset: bigint): bigint | undefined {
    if (this.#offsets === undefined) return doneOffset;
    const { committed, given, read } = this.#offsets;
    if (doneOffset < committed || doneOffset > given) return undefined;
    return doneOffset === given && !this.hasRecords ? read : doneOffset;
  }

  hasCommitted(offset: bigint): void {
    if (this.#offsets !== undefined && offset > this.#offsets.committed) this.#offsets.committed = offset;
  }

  /**
   * Offsets behind the last commit, without those that are known to hold nothing to deliver; undefined until it is known
   * where to begin.
   */
  lag(endOffset: bigint): number | undefined {
    if (this.#offsets === undefined) return undefined;
    const { committed, given, read } = this.#offsets;
    const done = committed >= given && !this.hasRecords ? read : committed;
    return endOffset > done ? Number(endOffset - done) : 0;
  }

  #keep(records: readonly KafkaEventRecord[]): void {
    this.#records = records;
    this.#takenCount = 0;
  }
}
