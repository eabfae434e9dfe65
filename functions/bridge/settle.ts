import type { KafkaBatchResponse } from '../../shared/kafka-event.ts';
import type { BatchResult } from './bridge.ts';
import type { RecordFailureCode } from './errors.ts';
import { ConservationError } from './ledger.ts';
import type { Outcome } from './outcome.ts';

/** Records to retry, and a mapping that takes no partial response: the invocation fails, so that it repeats the batch. */
export class BatchFailedError extends Error {
  override readonly name = 'BatchFailedError';
  readonly code = 'BATCH_FAILED';

  constructor(retries: number, records: number, codes: readonly RecordFailureCode[]) {
    super(
      `${retries} of ${records} records are to be retried (${[...new Set(codes)].join(', ')}), and the event source mapping takes no partial batch response: all are delivered again.`,
    );
  }
}

/**
 * The answer to the event source mapping: exactly the records to retry, by the identifiers they came with.
 *
 * @param takesPartialResponses whether the mapping has ReportBatchItemFailures; without it Lambda ignores the response,
 * and records in it would be lost.
 * @throws BatchFailedError, and ConservationError when a record has no outcome.
 */
export function batchResponse(
  { batch, outcomes }: Pick<BatchResult, 'batch' | 'outcomes'>,
  takesPartialResponses: boolean,
): KafkaBatchResponse {
  const toRetry = batch.records.filter((_, index) => {
    const outcome = outcomes[index];
    // What is not reported counts as done: silence must never stand for an outcome.
    if (outcome === undefined) throw new ConservationError(`Record ${index} has no outcome.`);
    return outcome.kind === 'retry';
  });
  const batchItemFailures = toRetry.map(({ topicPartition, offset }) => ({
    itemIdentifier: { partition: topicPartition, offset },
  }));
  if (batchItemFailures.length > 0 && !takesPartialResponses) {
    throw new BatchFailedError(batchItemFailures.length, outcomes.length, retryCodes(outcomes));
  }
  return { batchItemFailures };
}

function retryCodes(outcomes: readonly Outcome[]): RecordFailureCode[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'retry' ? [outcome.failure.code] : []));
}
