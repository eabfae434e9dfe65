import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DEMO_METRICS } from '../../shared/demo/metrics.ts';
import type { JudgedRecord, Verdict } from './analyze.ts';

/** Emits what CloudWatch counts of a batch whose notifications are sent. Zeros keep the metrics continuous. */
export function emitMetrics(metrics: Metrics, judged: readonly JudgedRecord[]): void {
  const counts: Record<Verdict['kind'], number> = {
    suspicious: 0,
    ordinary: 0,
    malformed: 0,
    undecodable: 0,
  };
  for (const { verdict } of judged) counts[verdict.kind]++;
  metrics.addMetric(DEMO_METRICS.recordsAnalyzed, MetricUnit.Count, judged.length);
  metrics.addMetric(DEMO_METRICS.notificationsSent, MetricUnit.Count, counts.suspicious);
  metrics.addMetric(DEMO_METRICS.transactionsMalformed, MetricUnit.Count, counts.malformed);
  metrics.addMetric(DEMO_METRICS.recordsUndecodable, MetricUnit.Count, counts.undecodable);
}

/** Names the records that were skipped by their coordinates; nothing of their contents is logged. */
export function logSkipped(logger: Logger, judged: readonly JudgedRecord[]): void {
  for (const { record, verdict } of judged) {
    if (verdict.kind !== 'malformed' && verdict.kind !== 'undecodable') continue;
    const { topic, partition, offset } = record;
    logger.warn('Record skipped.', { reason: verdict.reason, topic, partition, offset });
  }
}
