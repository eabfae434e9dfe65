import type { Configuration } from '../../shared/configuration/configuration.ts';
import { batchRequests } from './batch-requests.ts';
import { BusCheck, type DescribeBus } from './bus-check.ts';
import type { DeadLetterOrigin, WriteDeadLetters } from './dead-letter.ts';
import {
  type Deadline,
  publishingBudgetMs,
  resolvingSignal,
  settlingBudgetMs,
  withinDeadline,
} from './deadline.ts';
import { type DecoderOf, recordDecoder } from './decode.ts';
import { RECORD_FAILURES } from './errors.ts';
import { Ledger } from './ledger.ts';
import type { PutObject } from './offload/put-object.ts';
import { type UploadReport, Uploads } from './offload/uploads.ts';
import { type Failure, NO_TIME, type Outcome, SENT } from './outcome.ts';
import { newPace, type Pace } from './pace/pace.ts';
import { publish } from './publish.ts';
import { newPublishReport, type PublishReport } from './publish-report.ts';
import type { PutEvents } from './put-events.ts';
import { type KafkaBatch, readBatch } from './read.ts';
import { type LostNotice, settleRejections } from './rejections.ts';
import { resolveSchemas } from './resolve.ts';
import type { SchemaSources } from './schemas/schema-stores.ts';
import { Wrapper } from './wrap.ts';

/** Everything outside the bridge that it touches. */
export interface BridgePorts {
  readonly schemas: SchemaSources;
  readonly putEvents: PutEvents;
  readonly describeBus: DescribeBus;
  /** Into the offloading bucket. @default - nothing is offloaded */
  readonly putObject?: PutObject | undefined;
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
  /** @default - nothing is offloaded, by configuration */
  readonly uploading?: UploadReport | undefined;
  /** PutEvents requests that may be under way at once by the end of the batch. */
  readonly maxConcurrency: number;
  /** Dead letters that are safe in the bucket, but of which the queue was not told. */
  readonly lostNotices: readonly LostNotice[];
}

/** Kafka records in, events out, every record accounted for. One instance a configuration. */
export class Bridge {
  readonly #configuration: Configuration;
  readonly #ports: BridgePorts;
  readonly #decoderOf: DecoderOf;
  readonly #wrapper: Wrapper;
  readonly #busCheck: BusCheck;
  readonly #pace: Pace;

  constructor(configuration: Configuration, ports: BridgePorts) {
    this.#configuration = configuration;
    this.#ports = ports;
    this.#decoderOf = recordDecoder(configuration, ports.schemas);
    this.#wrapper = new Wrapper(configuration, this.#decoderOf);
    this.#busCheck = new BusCheck(ports.describeBus, ports.now);
    this.#pace = newPace(configuration);
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
    const { putObject } = this.#ports;
    const uploads = putObject && new Uploads(putObject);
    const publishing = await withinDeadline(publishingBudgetMs(remainingMs()), this.#ports.now, (deadline) =>
      this.#publish(batch, ledger, uploads, deadline),
    );
    const lostNotices = await withinDeadline(settlingBudgetMs(remainingMs()), this.#ports.now, ({ signal }) =>
      settleRejections(this.#origin(batch), ledger, this.#deadLetterStore(), signal),
    );
    const maxConcurrency = this.#pace.concurrency.requests;
    const outcomes = ledger.close();
    return { batch, outcomes, publishing, uploading: uploads?.report, maxConcurrency, lostNotices };
  }

  async #publish(
    batch: KafkaBatch,
    ledger: Ledger,
    uploads: Uploads | undefined,
    deadline: Deadline,
  ): Promise<PublishReport> {
    const [schemas, busFailure] = await Promise.all([
      resolveSchemas(batch.records, this.#decoderOf, () => resolvingSignal(deadline)),
      this.#busCheck.failure(deadline.signal),
    ]);
    if (busFailure !== undefined) {
      ledger.failUnreached(busFailure);
      return { ...newPublishReport(), stoppedBy: busFailure };
    }
    const requests = batchRequests({
      batch,
      ledger,
      deadline,
      configuration: this.#configuration,
      wrap: (record, index) => this.#wrapper.wrap(record, index, schemas),
      isToRetry: (failure) => this.#isToRetry(failure),
    });
    const report = await publish(requests, this.#configuration, {
      ...this.#ports,
      uploads,
      pace: this.#pace,
      deadline,
      onSent: (entry) => {
        ledger.settle(entry.index, SENT);
        requests.ended(entry, false);
        entry.release?.();
      },
      onFailed: (entry, failure) => {
        ledger.fail(entry.index, failure);
        requests.ended(entry, this.#isToRetry(failure));
        entry.release?.();
      },
    });
    const stoppedBy = report.stoppedBy ?? (deadline.hasCome() ? NO_TIME : undefined);
    if (stoppedBy !== undefined) ledger.failUnreached(stoppedBy);
    return { ...report, stoppedBy };
  }

  /** A bad record that nobody takes is reported as failed, like one to retry. */
  #isToRetry({ code }: Failure): boolean {
    return RECORD_FAILURES[code].kind === 'transient' || this.#deadLetterStore() === undefined;
  }

  #origin(batch: KafkaBatch): DeadLetterOrigin {
    return { connectorId: this.#configuration.connectorId, batch, nowMs: this.#ports.now() };
  }

  #deadLetterStore(): WriteDeadLetters | undefined {
    return this.#configuration.errorsTolerance === 'all' ? this.#ports.writeDeadLetters : undefined;
  }
}
