import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { REDRIVE_METRICS } from '../../shared/metrics.ts';
import { CurrentBridge } from '../bridge/current-bridge.ts';
import { logFailures } from '../bridge/report.ts';
import { createTelemetry } from '../bridge/telemetry.ts';
import { redrive } from './redrive.ts';
import { readSqsEvent, type SqsBatchResponse } from './sqs-event.ts';

/** The part of Lambda's context that redrive uses. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

const { logger, metrics } = createTelemetry(process.env);
// Without a store a record that fails again is reported, so that its message stays in the queue.
const current = new CurrentBridge(logger, metrics, undefined);

async function handle(event: unknown, context: InvocationContext): Promise<SqsBatchResponse> {
  const { bridge, configuration } = await current.get();
  const result = await redrive(readSqsEvent(event), bridge, configuration.connectorId, () =>
    context.getRemainingTimeInMillis(),
  );
  const { response, redriven, refusals, batches } = result;
  metrics.addMetric(REDRIVE_METRICS.recordsRedriven, MetricUnit.Count, redriven);
  metrics.addMetric(REDRIVE_METRICS.recordsNotRedriven, MetricUnit.Count, response.batchItemFailures.length);
  for (const batch of batches) logFailures(logger, batch);
  for (const { messageId, reason } of refusals) {
    logger.error(`A message stays in the queue: it is ${reason}.`, { messageId, remedy: REMEDIES[reason] });
  }
  return response;
}

const REMEDIES = {
  'not a dead letter': 'Take it out of the dead-letter queue, or redrive it with the version that wrote it.',
  'of another bridge': 'Give each bridge a dead-letter queue of its own, and redrive it there.',
} as const;

/** Dead letters of the bridge in, the messages that have to stay in the queue out. */
export const handler = middy()
  // Never the event: it is payload, whatever POWERTOOLS_LOGGER_LOG_EVENT says.
  .use(injectLambdaContext(logger, { logEvent: false }))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .handler(handle);
