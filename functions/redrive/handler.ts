import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { ENVIRONMENT } from '../../shared/environment.ts';
import { CurrentBridge } from '../bridge/current-bridge.ts';
import { createTelemetry } from '../bridge/telemetry.ts';
import { s3Objects } from './aws/s3-objects.ts';
import { redrive } from './redrive.ts';
import { emitRedriveMetrics, logStaying } from './report.ts';
import { SentRecords } from './sent-records.ts';
import { readSqsEvent, type SqsBatchResponse } from './sqs-event.ts';

/** The part of Lambda's context that redrive uses. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

const { logger, metrics } = createTelemetry(process.env);
// Without a store a record that fails again is reported, so that its message stays in the queue.
const current = new CurrentBridge(logger, metrics, undefined);
const objects = s3Objects();
const sent = new SentRecords();
const buckets = [ENVIRONMENT.deadLetterBucket, ENVIRONMENT.failureBucket].flatMap(
  (name) => process.env[name] || [],
);

async function handle(event: unknown, context: InvocationContext): Promise<SqsBatchResponse> {
  const { bridge, configuration } = await current.get(context.getRemainingTimeInMillis());
  const result = await redrive(readSqsEvent(event), {
    bridge,
    connectorId: configuration.connectorId,
    objects,
    buckets,
    sent,
    now: Date.now,
    remainingMs: () => context.getRemainingTimeInMillis(),
  });
  emitRedriveMetrics(metrics, result);
  logStaying(logger, result);
  return result.response;
}

/**
 * Messages with dead letters, notices or documents of Lambda in, the messages that have to stay in the queue out.
 *
 * No early timeout of middy's: it would answer while the work goes on, into the next invocation.
 */
export const handler = middy({ timeoutEarlyInMillis: 0 })
  // Never the event: it is payload, whatever POWERTOOLS_LOGGER_LOG_EVENT says.
  .use(injectLambdaContext(logger, { logEvent: false }))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .handler(handle);
