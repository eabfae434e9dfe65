import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import { messageOf } from '../../command-line/error-text.ts';
import { ThrottledError } from '../lambda/lambda-function.ts';
import { type Attempt, attempt } from './attempt.ts';
import type { Batch, BatchPartition } from './batch.ts';
import { recordCount } from './event-records.ts';
import type { MappingProblem } from './event-source-mapping.ts';
import type { FailureCondition } from './failure-destination.ts';
import { giveUp } from './give-up.ts';
import type { InvocationSlots } from './invocation-slots.ts';
import type { MappingContext } from './mapping-context.ts';
import { PendingBatch } from './pending-batch.ts';

/** A partition of a batch that is under way. */
interface OpenPartition {
  readonly batched: BatchPartition;
  readonly closed: PromiseWithResolvers<void>;
  /** It goes on elsewhere; what is not delivered of it is delivered there. */
  isReleased: boolean;
  /** Records of it were left to somebody else, so that it is not done. */
  isUnfinished: boolean;
}

/**
 * A batch under way: delivered, repeated and given up until nothing is left of it.
 *
 * Each partition is free for its next records as soon as its own are done, so that one whose records keep failing does not
 * hold up the others.
 */
export class BatchRun {
  readonly #context: MappingContext;
  readonly #slots: InvocationSlots;
  readonly #onDone: (partition: BatchPartition) => void;
  readonly #pending: PendingBatch;
  /** By the name that the event has for them. */
  readonly #open: Map<string, OpenPartition>;
  #waiting = new AbortController();
  /** Nothing happens to its records: it waits for its time or for a slot. */
  #isIdle = false;

  /**
   * @param batch whose partitions are locked; each is freed when nothing of it is left here.
   * @param onDone told of each partition of which everything is delivered or given up.
   */
  constructor(
    context: MappingContext,
    batch: Batch,
    slots: InvocationSlots,
    onDone: (partition: BatchPartition) => void,
  ) {
    this.#context = context;
    this.#slots = slots;
    this.#onDone = onDone;
    this.#pending = new PendingBatch(batch.event(), context.settings.retry);
    this.#open = new Map(
      batch.partitions.map((batched) => [
        batched.name,
        { batched, closed: Promise.withResolvers(), isReleased: false, isUnfinished: false },
      ]),
    );
  }

  /** A batch of which nothing is given up takes its slot before this returns, so that the poller sees whether there is another. */
  async run(): Promise<void> {
    const { clock } = this.#context;
    // Before the invocation, so that each partition gets done in its order.
    const oversize = this.#oversize();
    if (oversize.length > 0) await this.#giveUp(oversize, 'MaximumPayloadSizeExceeded');
    for (;;) {
      this.#withdraw();
      const aged = this.#takeAged();
      if (aged.length > 0) {
        await this.#giveUp(aged, 'MaximumRecordAgeExceeded');
        // Partitions may have been released meanwhile.
        continue;
      }
      this.#close();
      const part = this.#pending.next();
      if (part === undefined) return;
      const waitMs = part.notBeforeMs - clock.nowMs();
      this.#isIdle = true;
      if (waitMs > 0) {
        this.#waiting = new AbortController();
        await clock.sleep(waitMs, this.#waiting.signal);
        this.#isIdle = false;
        continue;
      }
      const exhausted = await this.#slots.use(() => this.#deliver());
      if (exhausted !== undefined) await this.#giveUp([exhausted], 'RetryAttemptsExhausted');
    }
  }

  /**
   * Ends the work on these partitions, or all: the invocation that is under way is the last.
   *
   * @returns when this batch has nothing more of them.
   */
  async release(partitions?: readonly number[]): Promise<void> {
    const released = [...this.#open.values()].filter(
      ({ batched }) => partitions?.includes(batched.partition) ?? true,
    );
    for (const open of released) open.isReleased = true;
    if (released.length > 0) this.#waiting.abort();
    if (this.#isIdle) {
      this.#withdraw();
      this.#close();
    }
    await Promise.all(released.map(({ closed }) => closed.promise));
  }

  async #deliver(): Promise<KafkaEvent | undefined> {
    const { clock, killed } = this.#context;
    this.#isIdle = false;
    // Another one than before, where partitions were released meanwhile.
    const part = this.#pending.next();
    if (part === undefined) return undefined;
    const result = await this.#attempt(part.event);
    if (killed.aborted) return undefined;
    const { isFailed, exhausted } = this.#pending.apply(part, result, clock.nowMs());
    this.#count(part.event, result, isFailed);
    return exhausted;
  }

  async #attempt(event: KafkaEvent): Promise<Attempt> {
    try {
      return await attempt(this.#context.fn, event);
    } catch (error) {
      // Whatever keeps the function from being reached is no fault of the records.
      return { kind: 'not-run', error };
    }
  }

  #count(event: KafkaEvent, result: Attempt, isFailed: boolean): void {
    const { tally, tell } = this.#context;
    const records = recordCount(event);
    if (result.kind !== 'not-run') {
      tally.invocations++;
      tally.invokedEventCount += records;
    }
    if (isFailed) tally.failedInvokeEventCount += records;
    if (result.kind === 'answered') return;
    tally.invokeErrorCount++;
    tell(problemOf(result, records));
  }

  /** Records that are too large, each in an event of its own. */
  #oversize(): KafkaEvent[] {
    const { eventMembers } = this.#context.source;
    return Array.from(this.#open.values(), ({ batched }) => batched).flatMap(({ name, oversize }) =>
      oversize.map((record) => ({ ...eventMembers, records: { [name]: [record] } })),
    );
  }

  #takeAged(): KafkaEvent[] {
    const { clock, settings } = this.#context;
    if (settings.maxRecordAgeMs === undefined) return [];
    const oldestMs = clock.nowMs() - settings.maxRecordAgeMs;
    // Kafka has -1 where there is no time.
    return this.#pending.takeOut(
      ({ timestamp }) => typeof timestamp === 'number' && timestamp >= 0 && timestamp < oldestMs,
    );
  }

  /** Partitions that are done do not wait for a destination that takes its time with the records of their neighbours. */
  async #giveUp(events: readonly KafkaEvent[], condition: FailureCondition): Promise<void> {
    for (const [index, event] of events.entries()) {
      this.#close(events.slice(index));
      await giveUp(this.#context, { event, condition, invocations: this.#pending.invocations });
    }
  }

  /** Leaves the records of partitions that go on elsewhere. */
  #withdraw(): void {
    for (const [name, open] of this.#open) {
      if (open.isReleased && this.#pending.drop(name)) open.isUnfinished = true;
    }
  }

  /**
   * Frees the partitions of which nothing is left.
   *
   * @param toGiveUp what is still to be given up.
   */
  #close(toGiveUp: readonly KafkaEvent[] = []): void {
    const partitions = toGiveUp.flatMap(({ records }) => Object.keys(records));
    const left = this.#pending.partitions().union(new Set(partitions));
    for (const [name, { batched, closed, isUnfinished }] of [...this.#open]) {
      if (left.has(name)) continue;
      this.#open.delete(name);
      if (!isUnfinished) this.#onDone(batched);
      this.#context.locks.free(batched.partition);
      closed.resolve();
    }
  }
}

function problemOf(result: Exclude<Attempt, { readonly kind: 'answered' }>, records: number): MappingProblem {
  if (result.kind === 'failed') {
    // What a function throws may hold a payload; its type does not.
    const { errorType } = result.error;
    return { kind: 'invocation', message: `The function failed with ${records} records: ${errorType}` };
  }
  return {
    kind: result.error instanceof ThrottledError ? 'invocation' : 'unreached',
    message: `The function did not run with ${records} records: ${messageOf(result.error)}`,
  };
}
