import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { ENVIRONMENT } from '../../shared/environment.ts';
import type { KafkaBatchResponse } from '../../shared/kafka-event.ts';
import { METRIC_NAMESPACE, METRICS } from '../../shared/metrics.ts';
import { deadLetterTargets } from './aws/dead-letter-store.ts';
import { ssmParameter } from './aws/ssm-parameter.ts';
import { ConfigurationSource } from './configuration-source.ts';
import { emitMetrics, logFailures } from './report.ts';
import { createBridge } from './service.ts';
import { batchResponse } from './settle.ts';

/** The part of Lambda's context that the bridge uses. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

const logger = new Logger({
  serviceName: 'kafka-eventbridge-bridge',
  jsonReplacerFn: (_, value) => (value instanceof Map ? Object.fromEntries(value) : value),
});
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: 'kafka-eventbridge-bridge' });
const source = new ConfigurationSource(ssmParameter(), process.env, Date.now);
const deadLetters = deadLetterTargets(process.env);
const takesPartialResponses = process.env[ENVIRONMENT.reportBatchItemFailures] === 'true';
let bridge: ReturnType<typeof createBridge> | undefined;

async function currentBridge(): Promise<ReturnType<typeof createBridge>> {
  const { configuration, isNew, refusal } = await source.read().catch((error: unknown) => {
    metrics.addMetric(METRICS.configurationRefused, MetricUnit.Count, 1);
    logger.error('There is no configuration to work with; the batch fails and is delivered again.', {
      error,
    });
    throw error;
  });
  metrics.addMetric(METRICS.configurationRefused, MetricUnit.Count, refusal === undefined ? 0 : 1);
  if (refusal !== undefined)
    logger.error('The new configuration is not used; the last good one stays.', refusal);
  if (bridge === undefined || isNew) {
    bridge = createBridge(configuration, deadLetters);
    logger.info('Configuration in force.', { configuration });
  }
  return bridge;
}

async function handle(event: unknown, context: InvocationContext): Promise<KafkaBatchResponse> {
  const result = await (await currentBridge()).carry(event, () => context.getRemainingTimeInMillis());
  emitMetrics(metrics, result, Date.now());
  logFailures(logger, result);
  return batchResponse(result, takesPartialResponses);
}

/** One batch of a Kafka event source mapping in, its partial batch response out. */
export const handler = middy()
  // Never the event: it is payload, whatever POWERTOOLS_LOGGER_LOG_EVENT says.
  .use(injectLambdaContext(logger, { logEvent: false }))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .handler(handle);
