import { messageOf } from '../../command-line/error-text.ts';
import type { GroupMember } from '../../kafka/record-source.ts';
import { settledWithin } from '../../kafka/settled-within.ts';
import type { BatchPartition } from './batch.ts';
import { BatchRun } from './batch-run.ts';
import { Gatherer } from './gatherer.ts';
import { InvocationSlots } from './invocation-slots.ts';
import type { MappingContext } from './mapping-context.ts';
import { OffsetCommits } from './offset-commits.ts';

/** Whoever stops a mapping does not wait long for a broker that is only to say what is left. */
const LAG_TIMEOUT_MS = 5_000;

/** Joins the consumer group of the mapping with one more member and begins to read. */
export async function startPoller(context: MappingContext): Promise<Poller> {
  const { source, settings } = context;
  let poller: Poller | undefined;
  const member = await source.join({
    topic: settings.topic,
    groupId: settings.consumerGroupId,
    startingPosition: settings.startingPosition,
    onRevoked: async (partitions) => await poller?.leave(partitions),
  });
  poller = new Poller(context, member);
  return poller;
}

/**
 * One member of the consumer group: gathers batch after batch and has the function invoked with them.
 *
 * The next window begins when an invocation could begin as well. A batch that waits for its retry takes up no invocation, and
 * a partition is in one batch at a time; so a partition whose records keep failing stands still, and the others go on.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html
 */
export class Poller {
  readonly #context: MappingContext;
  readonly #member: GroupMember;
  readonly #gatherer: Gatherer;
  readonly #commits: OffsetCommits;
  readonly #slots: InvocationSlots;
  readonly #runs = new Map<BatchRun, Promise<void>>();
  readonly #polling: Promise<void>;
  /** Before others of this mapping left the group, whose partitions then come here. */
  #ownAtEnd: ReadonlySet<number> = new Set();
  #lagAtEnd: number | undefined;
  #closing: Promise<void> | undefined;
  #bytesUnderWay = 0;
  #slotFree = Promise.withResolvers<void>();

  constructor(context: MappingContext, member: GroupMember) {
    this.#context = context;
    this.#member = member;
    this.#gatherer = new Gatherer(context, member, () => this.#bytesUnderWay);
    this.#commits = new OffsetCommits(context, member);
    this.#slots = new InvocationSlots(context.settings.invocations, () => this.#slotFree.resolve());
    context.locks.onFreed(() => this.#gatherer.wake());
    context.ending.addEventListener('abort', () => this.#end(), { once: true });
    this.#polling = this.#poll();
  }

  /** Lets go of partitions that go to another member: what is under way is finished and committed. */
  async leave(partitions: readonly number[]): Promise<void> {
    const forgotten = this.#gatherer.forget(partitions);
    await Promise.all(Array.from(this.#runs.keys(), (run) => run.release(partitions)));
    await forgotten;
    await this.#commits.settled(partitions);
  }

  /** Records of the partitions of this member that are not committed, or were not when it finished. */
  async lag(): Promise<number> {
    return this.#lagAtEnd ?? sumOf(await this.#member.lag());
  }

  /** Resolves after the end of the mapping when nothing is under way any more, and leaves the group. */
  async finish(): Promise<void> {
    await this.#polling;
    await Promise.all(this.#runs.values());
    await this.#commits.finished();
    await settledWithin(LAG_TIMEOUT_MS, this.#keepLag());
    await this.close();
  }

  /** Leaves the group at once. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** A member that has left the group has no partitions to ask for. */
  async #keepLag(): Promise<void> {
    const lag = await this.#member.lag();
    this.#lagAtEnd = sumOf([...lag].filter(([partition]) => this.#ownAtEnd.has(partition)));
  }

  async #close(): Promise<void> {
    try {
      await this.#member.close();
    } catch (error) {
      this.#context.tell({ kind: 'polling', message: `The group is not left: ${messageOf(error)}` });
    }
  }

  async #poll(): Promise<void> {
    const { ending } = this.#context;
    while (!ending.aborted) {
      if (!this.#slots.isFree) {
        this.#slotFree = Promise.withResolvers();
        await this.#slotFree.promise;
        continue;
      }
      await this.#gatherer.gather();
      // At once: what is taken away between two turns would be in no batch.
      const batch = this.#gatherer.take();
      if (batch === undefined) continue;
      this.#bytesUnderWay += batch.bytes;
      const run = new BatchRun(this.#context, batch, this.#slots, (partition) => this.#commit(partition));
      this.#runs.set(run, this.#run(run, batch.bytes));
    }
  }

  async #run(run: BatchRun, bytes: number): Promise<void> {
    await run.run();
    this.#runs.delete(run);
    this.#bytesUnderWay -= bytes;
    this.#gatherer.wake();
  }

  #commit({ partition, nextOffset, readCount }: BatchPartition): void {
    this.#commits.add(partition, { nextOffset, records: readCount });
  }

  /** Ends every wait. */
  #end(): void {
    this.#ownAtEnd = this.#member.assigned();
    this.#gatherer.wake();
    this.#slotFree.resolve();
    for (const run of this.#runs.keys()) void run.release();
  }
}

function sumOf(lag: Iterable<readonly [partition: number, records: number]>): number {
  return Array.from(lag, ([, records]) => records).reduce((sum, records) => sum + records, 0);
}
