import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';
import type { Attempt } from './attempt.ts';
import { chooseRecords, recordCount, splitRecords } from './event-records.ts';
import { type ResponseReading, recordsToRepeat } from './records-to-repeat.ts';

/** How a mapping deals with a batch that fails, or part of it. */
export interface RetrySettings {
  readonly reading: ResponseReading;
  /** Deliveries after the first, as `MaximumRetryAttempts`. */
  readonly maxRetries: number;
  /** A batch that the function throws on is halved, as with `BisectBatchOnFunctionError`. @default false */
  readonly isBisecting?: boolean;
  /** Before the first repetition; one more before each next, up to {@link MAX_RETRY_WAIT_MS}. @default 0 */
  readonly retryWaitMs?: number;
}

/** Long enough to spare a function that is down, short enough for somebody who watches. */
export const MAX_RETRY_WAIT_MS = 5_000;

/** Records that go to the function together. */
export interface PendingPart {
  readonly event: KafkaEvent;
  /** Attempts that failed. */
  readonly failures: number;
  /** Attempts in a row that did not reach the function. */
  readonly misses: number;
  /** Epoch milliseconds. */
  readonly notBeforeMs: number;
}

/** What an attempt left behind. */
export interface AttemptResult {
  /** The function threw, or asked for records again. */
  readonly isFailed: boolean;
  /** Records that are out of retries. */
  readonly exhausted: KafkaEvent | undefined;
}

/**
 * What of a batch is still to be delivered, and what of it comes next: a delivery without its time and its function.
 *
 * A batch becomes several parts when it is halved. Parts with a partition in common come one after the other, the earlier
 * records first; a part that waits for its retry does not hold up one without a partition in common.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
 */
export class PendingBatch {
  readonly #settings: RetrySettings;
  /** Earlier records of a partition are in earlier parts. */
  #parts: PendingPart[];
  #invocations = 0;

  constructor(event: KafkaEvent, settings: RetrySettings) {
    this.#settings = settings;
    this.#parts = recordCount(event) > 0 ? [{ event, failures: 0, misses: 0, notBeforeMs: 0 }] : [];
  }

  /** Attempts that reached the function. */
  get invocations(): number {
    return this.#invocations;
  }

  /** Partitions with records still to be delivered, as the event names them. */
  partitions(): ReadonlySet<string> {
    return new Set(this.#parts.flatMap(({ event }) => Object.keys(event.records)));
  }

  /** What is to be delivered next; undefined when nothing is left. */
  next(): PendingPart | undefined {
    const before = new Set<string>();
    let next: PendingPart | undefined;
    for (const part of this.#parts) {
      const partitions = Object.keys(part.event.records);
      const isFirst = !partitions.some((partition) => before.has(partition));
      if (isFirst && (next === undefined || part.notBeforeMs < next.notBeforeMs)) next = part;
      for (const partition of partitions) before.add(partition);
    }
    return next;
  }

  /** Takes note of what came of the attempt to deliver a part, the one that was {@link next}. */
  apply(part: PendingPart, attempt: Attempt, nowMs: number): AttemptResult {
    const position = this.#parts.indexOf(part);
    switch (attempt.kind) {
      case 'not-run': {
        const misses = part.misses + 1;
        this.#parts.splice(position, 1, { ...part, misses, notBeforeMs: nowMs + this.#waitMs(misses) });
        return { isFailed: false, exhausted: undefined };
      }
      case 'failed':
        this.#invocations++;
        if (this.#settings.isBisecting === true && recordCount(part.event) > 1) {
          // AWS does not say for Kafka; for Kinesis, a split does not use up a retry.
          const halves = splitRecords(part.event).map((event) => ({ ...part, event, misses: 0 }));
          this.#parts.splice(position, 1, ...halves);
          return { isFailed: true, exhausted: undefined };
        }
        return this.#fail(part, position, part.event, nowMs);
      case 'answered': {
        this.#invocations++;
        const failed = recordsToRepeat(part.event, attempt.response, this.#settings.reading);
        if (failed !== undefined) return this.#fail(part, position, failed, nowMs);
        this.#parts.splice(position, 1);
        return { isFailed: false, exhausted: undefined };
      }
    }
  }

  /** Takes all records of a partition out. Tells whether there were any. */
  drop(partition: string): boolean {
    const hasRecords = this.partitions().has(partition);
    if (hasRecords) this.#narrow((name) => name !== partition);
    return hasRecords;
  }

  /** Takes some records out, a part at a time. */
  takeOut(isTaken: (record: KafkaEventRecord) => boolean): KafkaEvent[] {
    const taken = this.#parts
      .map(({ event }) => chooseRecords(event, (_partition, record) => isTaken(record)))
      .filter((event) => event !== undefined);
    if (taken.length > 0) this.#narrow((_partition, record) => !isTaken(record));
    return taken;
  }

  #narrow(isKept: (partition: string, record: KafkaEventRecord) => boolean): void {
    this.#parts = this.#parts.flatMap((part) => {
      const event = chooseRecords(part.event, isKept);
      return event === undefined ? [] : [{ ...part, event }];
    });
  }

  #fail(part: PendingPart, position: number, failed: KafkaEvent, nowMs: number): AttemptResult {
    if (part.failures >= this.#settings.maxRetries) {
      this.#parts.splice(position, 1);
      return { isFailed: true, exhausted: failed };
    }
    const failures = part.failures + 1;
    const notBeforeMs = nowMs + this.#waitMs(failures);
    this.#parts.splice(position, 1, { event: failed, failures, misses: 0, notBeforeMs });
    return { isFailed: true, exhausted: undefined };
  }

  #waitMs(times: number): number {
    return Math.min(times * (this.#settings.retryWaitMs ?? 0), MAX_RETRY_WAIT_MS);
  }
}
