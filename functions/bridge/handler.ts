import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { ENVIRONMENT } from '../../shared/environment.ts';
import type { KafkaBatchResponse } from '../../shared/kafka-event.ts';
import { deadLetterTargets } from './aws/dead-letter-store.ts';
import { CurrentBridge } from './current-bridge.ts';
import { emitMetrics, logFailures } from './report.ts';
import { batchResponse } from './settle.ts';
import { createTelemetry } from './telemetry.ts';

/** The part of Lambda's context that the bridge uses. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

const { logger, metrics } = createTelemetry(process.env);
const current = new CurrentBridge(logger, metrics, deadLetterTargets(process.env));
const takesPartialResponses = process.env[ENVIRONMENT.reportBatchItemFailures] === 'true';

// Before the first batch Lambda gives more of a processor than the memory of the function stands for.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
await current.prepare();

async function handle(event: unknown, context: InvocationContext): Promise<KafkaBatchResponse> {
  const { bridge } = await current.get(context.getRemainingTimeInMillis());
  const result = await bridge.carry(event, () => context.getRemainingTimeInMillis());
  emitMetrics(metrics, result, Date.now());
  logFailures(logger, result);
  return batchResponse(result, takesPartialResponses);
}

/**
 * One batch of a Kafka event source mapping in, its partial batch response out.
 *
 * No early timeout of middy's: it would answer while the work goes on, into the next invocation.
 */
export const handler = middy({ timeoutEarlyInMillis: 0 })
  // Never the event: it is payload, whatever POWERTOOLS_LOGGER_LOG_EVENT says.
  .use(injectLambdaContext(logger, { logEvent: false }))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .handler(handle);
