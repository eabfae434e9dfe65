import type { Configuration } from '../../shared/configuration/configuration.ts';
import { MAX_REQUEST_ENTRIES } from '../../shared/configuration/limits.ts';
import type { DeadLetterOrigin, WriteDeadLetters } from './dead-letter.ts';
import { type Deadline, publishingBudgetMs, settlingBudgetMs, startDeadline } from './deadline.ts';
import type { PublishReport } from './deliver.ts';
import { RecordError } from './errors.ts';
import { Ledger } from './ledger.ts';
import { type Failure, NO_TIME, type Outcome, SENT } from './outcome.ts';
import { packEntries } from './pack.ts';
import { publish } from './publish.ts';
import type { PutEvents } from './put-events.ts';
import { type KafkaBatch, type KafkaRecord, readBatch } from './read.ts';
import { settleRejections } from './rejections.ts';
import { type BatchSchemas, resolveSchemas, type SchemaStores } from './resolve.ts';
import { type BridgeEntry, Wrapper } from './wrap.ts';

/** Everything outside the bridge that it touches. */
export interface BridgePorts {
  readonly schemas: SchemaStores;
  readonly putEvents: PutEvents;
  /** Undefined when neither queue nor bucket is configured. */
  readonly writeDeadLetters: WriteDeadLetters | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Ends early when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** How a batch ended: one outcome a record, in the order of the records. */
export interface BatchResult {
  readonly batch: KafkaBatch;
  readonly outcomes: readonly Outcome[];
  readonly publishing: PublishReport;
}

/** Kafka records in, events out, every record accounted for. One instance a configuration. */
export class Bridge {
  readonly #configuration: Configuration;
  readonly #ports: BridgePorts;
  readonly #wrapper: Wrapper;

  constructor(configuration: Configuration, ports: BridgePorts) {
    this.#configuration = configuration;
    this.#ports = ports;
    this.#wrapper = new Wrapper(configuration);
  }

  /**
   * Carries one batch through the line: read, resolve, decode, wrap, pack, publish, settle.
   *
   * @param remainingMs what the invocation has left, asked whenever it matters.
   * @throws InvalidEventError, ConservationError: the batch as a whole is to be delivered again.
   */
  async carry(event: unknown, remainingMs: () => number): Promise<BatchResult> {
    const batch = readBatch(event);
    const ledger = new Ledger(batch.records);
    const publishing = await within(publishingBudgetMs(remainingMs()), this.#ports.now, (deadline) =>
      this.#publish(batch, ledger, deadline),
    );
    await within(settlingBudgetMs(remainingMs()), this.#ports.now, ({ signal }) =>
      settleRejections(this.#origin(batch), ledger, this.#deadLetterStore(), signal),
    );
    return { batch, outcomes: ledger.close(), publishing };
  }

  async #publish(batch: KafkaBatch, ledger: Ledger, deadline: Deadline): Promise<PublishReport> {
    const schemas = await resolveSchemas(batch.records, this.#ports.schemas, deadline.signal);
    const requests = packEntries(this.#wrapRecords(batch, ledger, schemas, deadline), {
      maxEntries: MAX_REQUEST_ENTRIES,
      maxBytes: this.#configuration.maxRequestBytes,
    });
    const report = await publish(requests, this.#configuration, {
      ...this.#ports,
      deadline,
      onSent: ({ index }) => ledger.settle(index, SENT),
      onFailed: ({ index }, failure) => ledger.fail(index, failure),
    });
    if (deadline.hasCome()) ledger.failUnreached(NO_TIME);
    return report;
  }

  /** Lazy: a record is decoded when a request has room for it. A bad one is set aside, its neighbours go on. */
  *#wrapRecords(
    { records }: KafkaBatch,
    ledger: Ledger,
    schemas: BatchSchemas,
    deadline: Deadline,
  ): Generator<BridgeEntry, void> {
    for (const [index, record] of records.entries()) {
      if (deadline.hasCome()) return;
      const entry = this.#wrapOrFail(record, index, ledger, schemas);
      if (entry !== undefined) yield entry;
    }
  }

  #wrapOrFail(
    record: KafkaRecord,
    index: number,
    ledger: Ledger,
    schemas: BatchSchemas,
  ): BridgeEntry | undefined {
    try {
      return this.#wrapper.wrap(record, index, schemas);
    } catch (error) {
      ledger.fail(index, failureOf(error));
      return undefined;
    }
  }

  #origin(batch: KafkaBatch): DeadLetterOrigin {
    return { connectorId: this.#configuration.connectorId, batch, nowMs: this.#ports.now() };
  }

  #deadLetterStore(): WriteDeadLetters | undefined {
    return this.#configuration.errorsTolerance === 'all' ? this.#ports.writeDeadLetters : undefined;
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof RecordError) return { code: error.code, message: error.message };
  // A defect of the bridge. One record must not stop its partition, so it goes where bad records go.
  const name = error instanceof Error ? error.name : typeof error;
  return { code: 'UNEXPECTED_ERROR', message: `Unexpected ${name} while the record was decoded.` };
}

async function within<T>(
  budgetMs: number,
  now: () => number,
  task: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const deadline = startDeadline(budgetMs, now);
  try {
    return await task(deadline);
  } finally {
    deadline.end();
  }
}
