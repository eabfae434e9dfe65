import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS, REASON_DIMENSION } from '../../shared/metrics.ts';
import type { BatchResult } from './bridge.ts';
import { RECORD_FAILURES, type RecordFailureCode } from './errors.ts';
import type { Failure, Outcome } from './outcome.ts';
import type { PublishReport } from './publish-report.ts';
import type { KafkaRecord } from './read.ts';

/** Records named in one log line; the line counts the others. */
const MAX_NAMED_RECORDS = 10;

const METRIC_BY_REASON = {
  'dead-letter': METRICS.recordsDeadLettered,
  retry: METRICS.recordsToRetry,
} as const;

/** Samples of one metric in an EMF document; CloudWatch takes 100. */
const MAX_SAMPLES = 100;

/** Emits what CloudWatch counts of a batch. Zeros are emitted as well, so that the metrics are continuous. */
export function emitMetrics(
  metrics: Metrics,
  { batch, outcomes, publishing, uploading, maxConcurrency }: BatchResult,
  nowMs: number,
): void {
  const counts = countOutcomes(outcomes);
  metrics.addMetric(METRICS.recordsReceived, MetricUnit.Count, batch.records.length);
  metrics.addMetric(METRICS.recordsSent, MetricUnit.Count, counts.sent);
  metrics.addMetric(METRICS.recordsToRetry, MetricUnit.Count, counts.retry);
  metrics.addMetric(METRICS.recordsDeadLettered, MetricUnit.Count, counts['dead-letter']);
  metrics.addMetric(METRICS.putEventsRequests, MetricUnit.Count, publishing.requests);
  metrics.addMetric(METRICS.putEventsBytes, MetricUnit.Bytes, publishing.bytes);
  metrics.addMetric(METRICS.putEventsThrottled, MetricUnit.Count, publishing.throttled);
  for (const latencyMs of samples(publishing.latenciesMs)) {
    metrics.addMetric(METRICS.putEventsLatency, MetricUnit.Milliseconds, latencyMs);
  }
  metrics.addMetric(METRICS.putEventsConcurrency, MetricUnit.Count, maxConcurrency);
  metrics.addMetric(METRICS.eventBusRefused, MetricUnit.Count, refusalOf(publishing) === undefined ? 0 : 1);
  if (uploading !== undefined) {
    metrics.addMetric(METRICS.objectsOffloaded, MetricUnit.Count, uploading.objects);
    metrics.addMetric(METRICS.bytesOffloaded, MetricUnit.Bytes, uploading.bytes);
  }
  const oldestMs = oldestTimestampMs(batch.records);
  if (oldestMs !== undefined) {
    metrics.addMetric(METRICS.recordAge, MetricUnit.Milliseconds, Math.max(0, nowMs - oldestMs));
  }
  for (const kind of ['dead-letter', 'retry'] as const) {
    for (const { code, records } of failuresByCode(batch.records, outcomes, kind)) {
      metrics
        .singleMetric()
        .addDimension(REASON_DIMENSION, code)
        .addMetric(METRIC_BY_REASON[kind], MetricUnit.Count, records.length);
    }
  }
}

/** Logs each kind of failure once, with the coordinates of the first records it struck and what to do. */
export function logFailures(logger: Logger, { batch, outcomes, publishing, lostNotices }: BatchResult): void {
  const refusal = refusalOf(publishing);
  if (refusal !== undefined) {
    const { code, message: reason } = refusal;
    const { remedy } = RECORD_FAILURES[code];
    logger.error(`The event bus takes no events, and the batch was broken off: ${code}`, {
      code,
      reason,
      remedy,
    });
  }
  for (const kind of ['dead-letter', 'retry'] as const) {
    for (const { code, records } of failuresByCode(batch.records, outcomes, kind)) {
      const what = kind === 'retry' ? 'to be retried' : 'dead-lettered';
      logger[kind === 'retry' ? 'warn' : 'error'](`${records.length} records ${what}: ${code}`, {
        code,
        remedy: RECORD_FAILURES[code].remedy,
        count: records.length,
        records: records.slice(0, MAX_NAMED_RECORDS),
      });
    }
  }
  logLostNotices(logger, lostNotices);
}

/** Why the bus took nothing any more; a batch that ran out of time is no such case. */
function refusalOf({ stoppedBy }: PublishReport): Failure | undefined {
  return stoppedBy?.code === 'DEADLINE' ? undefined : stoppedBy;
}

/** The records are settled, so no metric has them; redrive finds such letters in the bucket. */
function logLostNotices(logger: Logger, lostNotices: BatchResult['lostNotices']): void {
  if (lostNotices.length === 0) return;
  logger.warn(`${lostNotices.length} dead letters lie in the bucket without a notice in the queue`, {
    remedy: 'Check the queue and its permissions. Redrive these letters from the bucket.',
    count: lostNotices.length,
    records: lostNotices
      .slice(0, MAX_NAMED_RECORDS)
      .map(({ record: { topic, partition, offset }, problem }) => ({
        topic,
        partition,
        offset,
        reason: problem,
      })),
  });
}

export function countOutcomes(outcomes: readonly Outcome[]): Record<Outcome['kind'], number> {
  const counts = { sent: 0, retry: 0, 'dead-letter': 0 };
  for (const { kind } of outcomes) counts[kind]++;
  return counts;
}

interface FailedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
}

interface FailureGroup {
  readonly code: RecordFailureCode;
  readonly records: readonly FailedRecord[];
}

function failuresByCode(
  records: readonly KafkaRecord[],
  outcomes: readonly Outcome[],
  kind: 'retry' | 'dead-letter',
): FailureGroup[] {
  const failed = records.flatMap((record, index): { record: KafkaRecord; failure: Failure }[] => {
    const outcome = outcomes[index];
    return outcome?.kind === kind ? [{ record, failure: outcome.failure }] : [];
  });
  const groups = Map.groupBy(failed, ({ failure }) => failure.code);
  return Array.from(groups, ([code, group]) => ({
    code,
    records: group.map(({ record: { topic, partition, offset }, failure }) => ({
      topic,
      partition,
      offset,
      reason: failure.message,
    })),
  }));
}

/** Evenly spread, so that slow stretches of a long batch are not missed. */
function samples(values: readonly number[]): readonly number[] {
  const stride = Math.ceil(values.length / MAX_SAMPLES);
  return values.filter((_, index) => index % stride === 0);
}

function oldestTimestampMs(records: readonly KafkaRecord[]): number | undefined {
  let oldest: number | undefined;
  for (const { timestamp } of records) {
    if (timestamp !== null && (oldest === undefined || timestamp < oldest)) oldest = timestamp;
  }
  return oldest;
}
