import type { MeasuringUnit } from './measuring-unit.ts';

/** A metric that an AWS service emits, as dashboards and alarms of this project use it. */
export interface AwsMetric {
  readonly namespace: string;
  readonly name: string;
  readonly unit: MeasuringUnit;
  /** What of it means something. */
  readonly statistic: 'Sum' | 'Maximum' | 'Average' | 'p99';
  /** Names of its dimensions; none: one value for account and Region. */
  readonly dimensions: readonly string[];
}

interface Emitter {
  readonly namespace: string;
  readonly dimensions: readonly string[];
}

/** `[name, unit, statistic]` */
type Row = readonly [string, MeasuringUnit, AwsMetric['statistic']];

function metricsOf<Key extends string>(emitter: Emitter, rows: Record<Key, Row>): Record<Key, AwsMetric>;
function metricsOf(emitter: Emitter, rows: Record<string, Row>): Record<string, AwsMetric> {
  return Object.fromEntries(
    Object.entries(rows).map(([key, [name, unit, statistic]]) => [
      key,
      { ...emitter, name, unit, statistic },
    ]),
  );
}

/**
 * A Lambda function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export const FUNCTION_METRICS = metricsOf(
  { namespace: 'AWS/Lambda', dimensions: ['FunctionName'] },
  {
    invocations: ['Invocations', 'Count', 'Sum'],
    /** Invocations that threw or timed out. Records that the bridge reports as failed are not among them. */
    errors: ['Errors', 'Count', 'Sum'],
    throttles: ['Throttles', 'Count', 'Sum'],
    duration: ['Duration', 'Milliseconds', 'p99'],
    concurrentExecutions: ['ConcurrentExecutions', 'Count', 'Maximum'],
  },
);

/**
 * An event source mapping of Kafka. All but those of the pollers need the metric groups `EventCount`, `ErrorCount` and
 * `KafkaMetrics` in the mapping's `MetricsConfig`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html#event-source-mapping-metrics
 */
export const MAPPING_METRICS = metricsOf(
  { namespace: 'AWS/Lambda', dimensions: ['EventSourceMappingUUID'] },
  {
    /** Records that wait in the partition that waits most. */
    maxOffsetLag: ['MaxOffsetLag', 'Count', 'Maximum'],
    /** Records that wait in all partitions. */
    sumOffsetLag: ['SumOffsetLag', 'Count', 'Maximum'],
    polledEvents: ['PolledEventCount', 'Count', 'Sum'],
    filteredOutEvents: ['FilteredOutEventCount', 'Count', 'Sum'],
    invokedEvents: ['InvokedEventCount', 'Count', 'Sum'],
    failedInvokeEvents: ['FailedInvokeEventCount', 'Count', 'Sum'],
    committedEvents: ['CommittedEventCount', 'Count', 'Sum'],
    /** Records that are lost: their retries or their age ran out and no destination took them. */
    droppedEvents: ['DroppedEventCount', 'Count', 'Sum'],
    /** Records that ran out of retries and went to the on-failure destination. */
    destinationDeliveredEvents: ['OnFailureDestinationDeliveredEventCount', 'Count', 'Sum'],
    destinationDeliveryErrors: ['OnFailureDestinationDeliveryErrorCount', 'Count', 'Sum'],
    pollingErrors: ['PollingErrorCount', 'Count', 'Sum'],
    invokeErrors: ['InvokeErrorCount', 'Count', 'Sum'],
    commitErrors: ['CommitErrorCount', 'Count', 'Sum'],
    schemaRegistryErrors: ['SchemaRegistryErrorCount', 'Count', 'Sum'],
  },
);

/**
 * Provisioned pollers of an event source mapping; on-demand pollers have none of these.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html
 */
export const POLLER_METRICS = metricsOf(
  { namespace: 'AWS/Lambda', dimensions: ['EventSourceMappingUUID'] },
  {
    provisionedPollers: ['ProvisionedPollers', 'Count', 'Maximum'],
    /** What provisioned pollers are billed by. */
    eventPollerUnits: ['EventPollerUnit', 'Count', 'Sum'],
    throughput: ['EventPollerThroughputInBytes', 'Bytes', 'Sum'],
  },
);

/**
 * PutEvents of the whole account in this Region: EventBridge counts by neither bus nor caller.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export const EVENT_BRIDGE_METRICS = metricsOf(
  { namespace: 'AWS/Events', dimensions: [] },
  {
    throttledRequests: ['PutEventsApproximateThrottledCount', 'Count', 'Sum'],
    failedRequests: ['PutEventsApproximateFailedCount', 'Count', 'Sum'],
    failedEntries: ['PutEventsFailedEntriesCount', 'Count', 'Sum'],
  },
);

/**
 * A queue. SQS emits nothing for a queue that was neither used nor holds a message for six hours.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export const QUEUE_METRICS = metricsOf(
  { namespace: 'AWS/SQS', dimensions: ['QueueName'] },
  {
    visibleMessages: ['ApproximateNumberOfMessagesVisible', 'Count', 'Maximum'],
    oldestMessageAge: ['ApproximateAgeOfOldestMessage', 'Seconds', 'Maximum'],
  },
);

export type FunctionMetric = keyof typeof FUNCTION_METRICS;
export type MappingMetric = keyof typeof MAPPING_METRICS;
export type PollerMetric = keyof typeof POLLER_METRICS;
export type EventBridgeMetric = keyof typeof EVENT_BRIDGE_METRICS;
export type QueueMetric = keyof typeof QUEUE_METRICS;
