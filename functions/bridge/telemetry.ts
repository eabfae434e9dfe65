import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { isTemplate } from '../../shared/configuration/template.ts';
import { METRIC_NAMESPACE } from '../../shared/metrics.ts';

/**
 * Log and metrics of a function, under the name that the infrastructure gives it: it tells the metrics of several bridges
 * apart.
 */
export function createTelemetry(environment: NodeJS.ProcessEnv): { logger: Logger; metrics: Metrics } {
  const serviceName = environment.POWERTOOLS_SERVICE_NAME || 'kafka-eventbridge-bridge';
  return {
    logger: new Logger({
      serviceName,
      jsonReplacerFn: (_, value) => readable(value),
    }),
    metrics: new Metrics({ namespace: METRIC_NAMESPACE, serviceName }),
  };
}

/** Parts of a configuration as a person would write them. */
function readable(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return isTemplate(value) ? value.text : value;
}
