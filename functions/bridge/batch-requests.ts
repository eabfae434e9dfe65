import type { Configuration } from '../../shared/configuration/configuration.ts';
import { MAX_REQUEST_ENTRIES } from '../../shared/configuration/limits.ts';
import type { Deadline } from './deadline.ts';
import { RecordError } from './errors.ts';
import { lanesOf } from './lanes.ts';
import type { Ledger } from './ledger.ts';
import { OrderedRequests } from './ordered-requests.ts';
import { type Failure, HELD_FOR_ORDER } from './outcome.ts';
import type { KafkaBatch, KafkaRecord } from './read.ts';
import { type Requests, unorderedRequests } from './requests.ts';
import type { BridgeEntry } from './wrap.ts';

export interface BatchRequestsOptions {
  readonly batch: KafkaBatch;
  /** In which records that cannot be sent are entered as failed. */
  readonly ledger: Ledger;
  readonly deadline: Deadline;
  readonly configuration: Pick<Configuration, 'ordering' | 'maxRequestBytes'>;
  /** @throws RecordError when the record cannot become an event. */
  readonly wrap: (record: KafkaRecord, index: number) => BridgeEntry;
  readonly isToRetry: (failure: Failure) => boolean;
}

/**
 * The requests of a batch, in the order that is configured. Lazy: a record is decoded when a request has room for it. A bad
 * one is set aside, its neighbours go on.
 */
export function batchRequests(options: BatchRequestsOptions): Requests {
  const { batch, ledger, deadline, configuration, isToRetry } = options;
  const limits = { maxEntries: MAX_REQUEST_ENTRIES, maxBytes: configuration.maxRequestBytes };
  if (configuration.ordering === 'none') return unorderedRequests(wrapAll(options), limits);
  return new OrderedRequests({
    lanes: lanesOf(batch.records, configuration.ordering),
    limits,
    deadline,
    wrap: (record) => {
      const wrapped = wrapOrFail(record, options);
      if ('entry' in wrapped) return wrapped.entry;
      return isToRetry(wrapped.failure) ? 'to-retry' : 'set-aside';
    },
    hold: ({ index }) => ledger.fail(index, HELD_FOR_ORDER),
  });
}

function* wrapAll(options: BatchRequestsOptions): Generator<BridgeEntry, void> {
  let index = 0;
  for (const record of options.batch.records) {
    if (options.deadline.hasCome()) return;
    const wrapped = wrapOrFail({ record, index }, options);
    index += 1;
    if ('entry' in wrapped) yield wrapped.entry;
  }
}

interface RecordInBatch {
  readonly record: KafkaRecord;
  /** Position in the batch. */
  readonly index: number;
}

function wrapOrFail(
  { record, index }: RecordInBatch,
  { wrap, ledger }: BatchRequestsOptions,
): { readonly entry: BridgeEntry } | { readonly failure: Failure } {
  try {
    return { entry: wrap(record, index) };
  } catch (error) {
    const failure = failureOf(error);
    ledger.fail(index, failure);
    return { failure };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof RecordError) return { code: error.code, message: error.message };
  // A defect of the bridge. One record must not stop its partition, so it goes where bad records go.
  const name = error instanceof Error ? error.name : typeof error;
  return { code: 'UNEXPECTED_ERROR', message: `Unexpected ${name} while the record was decoded.` };
}
