import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { REDRIVE_METRICS } from '../../shared/metrics.ts';
import { logFailures } from '../bridge/report.ts';
import type { RedriveResult } from './redrive.ts';
import { MESSAGE_REFUSALS } from './refusal.ts';

/** Messages named in one log line; the line counts the others. */
const MAX_NAMED_MESSAGES = 10;

/** Counts records that were sent and messages that stay. Zeros are emitted as well, so that the metrics are continuous. */
export function emitRedriveMetrics(metrics: Metrics, { redriven, response }: RedriveResult): void {
  metrics.addMetric(REDRIVE_METRICS.recordsRedriven, MetricUnit.Count, redriven);
  metrics.addMetric(REDRIVE_METRICS.recordsNotRedriven, MetricUnit.Count, response.batchItemFailures.length);
}

/** Logs each reason to stay in the queue once, with what it struck and what to do. */
export function logStaying(logger: Logger, { batches, refusals, breakdowns, gone }: RedriveResult): void {
  for (const batch of batches) logFailures(logger, batch);
  for (const [code, group] of Map.groupBy(refusals, (refusal) => refusal.code)) {
    logger.error(`${group.length} messages stay in the queue: ${code}`, {
      code,
      remedy: MESSAGE_REFUSALS[code].remedy,
      count: group.length,
      messages: group
        .slice(0, MAX_NAMED_MESSAGES)
        .map(({ messageId, problem, connectorId }) => ({ messageId, problem, connectorId })),
    });
  }
  for (const { error, count } of breakdowns) {
    logger.error(`${count} records stay in the queue: the bridge failed on all of their source.`, {
      error,
      count,
    });
  }
  if (gone.length > 0) {
    logger.warn(
      `${gone.length} objects were gone, and their messages leave the queue: redriven before, or deleted.`,
      {
        objects: gone.slice(0, MAX_NAMED_MESSAGES),
      },
    );
  }
}
