import {
  EVENT_BRIDGE_METRICS,
  FUNCTION_METRICS,
  MAPPING_METRICS,
  POLLER_METRICS,
  QUEUE_METRICS,
} from '../../../../shared/aws-metrics.ts';
import {
  METRIC_NAMESPACE,
  METRIC_UNITS,
  REASON_DIMENSION,
  SERVICE_DIMENSION,
} from '../../../../shared/metrics.ts';

/** Namespace, name and dimensions of a metric in one text; dimensions have no order. */
export function metricText(namespace: string, name: string, dimensions: readonly string[]): string {
  return [namespace, name, ...[...dimensions].sort()].join(' ');
}

/** Unit of every metric that `shared/` names, by namespace, name and dimensions. */
export const KNOWN_METRICS: ReadonlyMap<string, string> = new Map([
  ...[FUNCTION_METRICS, MAPPING_METRICS, POLLER_METRICS, EVENT_BRIDGE_METRICS, QUEUE_METRICS]
    .flatMap((metrics) => Object.values(metrics))
    .map(({ namespace, name, dimensions, unit }) => [metricText(namespace, name, dimensions), unit] as const),
  ...Object.entries(METRIC_UNITS).flatMap(([name, unit]) => [
    [metricText(METRIC_NAMESPACE, name, [SERVICE_DIMENSION]), unit] as const,
    [metricText(METRIC_NAMESPACE, name, [SERVICE_DIMENSION, REASON_DIMENSION]), unit] as const,
  ]),
]);
