import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  type AwsMetric,
  EVENT_BRIDGE_METRICS,
  type EventBridgeMetric,
  FUNCTION_METRICS,
  type FunctionMetric,
  MAPPING_METRICS,
  type MappingMetric,
  POLLER_METRICS,
  type PollerMetric,
  QUEUE_METRICS,
  type QueueMetric,
} from '../../../shared/aws-metrics.ts';
import type { MeasuringUnit } from '../../../shared/measuring-unit.ts';
import {
  METRIC_NAMESPACE,
  METRIC_UNITS,
  METRICS,
  type MetricKey,
  REASON_DIMENSION,
  SERVICE_DIMENSION,
} from '../../../shared/metrics.ts';

/** A metric and the unit that its values come in. Kept apart: CloudWatch hides values when a metric asks for a unit. */
export interface MeasuredMetric {
  readonly metric: Metric;
  readonly unit: MeasuringUnit;
}

/** How one metric is looked at. */
export interface MetricView {
  /** @default - what means something for the metric: sums of counts and bytes, the slowest hundredth of times */
  readonly statistic?: string;
  /** @default Duration.minutes(1) */
  readonly period?: Duration;
  /** @default - CloudWatch's own */
  readonly label?: string;
}

/** Metrics that are emitted once more for each failure code. */
export type MetricByReason = Extract<MetricKey, 'recordsDeadLettered' | 'recordsToRetry'>;

const DEFAULT_STATISTICS = {
  Count: 'Sum',
  Bytes: 'Sum',
  Milliseconds: 'p99',
  Seconds: 'Maximum',
} as const satisfies Record<MeasuringUnit, string>;

/** The metrics of one bridge: its own, and those of AWS about it. Names are taken from `shared/` only. */
export class BridgeMetrics {
  readonly #bridgeName: string;
  readonly #functionName: string;

  constructor(bridgeName: string, functionName: string) {
    this.#bridgeName = bridgeName;
    this.#functionName = functionName;
  }

  own(key: MetricKey, view?: MetricView): MeasuredMetric {
    return this.#emitted(key, {}, view);
  }

  byReason(key: MetricByReason, code: string, view?: MetricView): MeasuredMetric {
    return this.#emitted(key, { [REASON_DIMENSION]: code }, { label: code, ...view });
  }

  ofFunction(key: FunctionMetric, view?: MetricView): MeasuredMetric {
    return measured(FUNCTION_METRICS[key], [this.#functionName], view);
  }

  ofMapping(eventSourceMappingId: string, key: MappingMetric, view?: MetricView): MeasuredMetric {
    return measured(MAPPING_METRICS[key], [eventSourceMappingId], view);
  }

  ofPollers(eventSourceMappingId: string, key: PollerMetric, view?: MetricView): MeasuredMetric {
    return measured(POLLER_METRICS[key], [eventSourceMappingId], view);
  }

  ofQueue({ queueName }: IQueue, key: QueueMetric, view?: MetricView): MeasuredMetric {
    return measured(QUEUE_METRICS[key], [queueName], view);
  }

  /** Of the whole account and Region, other publishers included. */
  ofEventBridge(key: EventBridgeMetric, view?: MetricView): MeasuredMetric {
    return measured(EVENT_BRIDGE_METRICS[key], [], view);
  }

  #emitted(key: MetricKey, dimensions: Record<string, string>, view: MetricView = {}): MeasuredMetric {
    const unit = METRIC_UNITS[METRICS[key]];
    const metric = new Metric({
      namespace: METRIC_NAMESPACE,
      metricName: METRICS[key],
      dimensionsMap: { [SERVICE_DIMENSION]: this.#bridgeName, ...dimensions },
      statistic: DEFAULT_STATISTICS[unit],
      period: Duration.minutes(1),
      ...view,
    });
    return { metric, unit };
  }
}

function measured(
  { namespace, name, unit, statistic, dimensions }: AwsMetric,
  values: readonly string[],
  view: MetricView = {},
): MeasuredMetric {
  const metric = new Metric({
    namespace,
    metricName: name,
    dimensionsMap: Object.fromEntries(dimensions.map((dimension, index) => [dimension, values[index] ?? ''])),
    statistic,
    period: Duration.minutes(1),
    ...view,
  });
  return { metric, unit };
}
