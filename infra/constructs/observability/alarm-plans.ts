import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmSubject } from './alarm-description.ts';
import type { AlarmThresholds } from './alarm-thresholds.ts';
import type { BridgeMetrics, MeasuredMetric, MetricView } from './bridge-metrics.ts';
import type { MonitoredBridge, MonitoredMapping } from './monitored-bridge.ts';
import type { AlarmKind } from './runbook.ts';

/** When one alarm goes off: its metric is above the threshold in every period. */
export interface AlarmPlan extends AlarmSubject {
  readonly measured: MeasuredMetric;
  readonly threshold: number;
  readonly periods: number;
  readonly missingData: TreatMissingData;
}

/** One bad stretch is enough. */
const ONCE = { periods: 1, view: { period: Duration.minutes(5) } };
/** Passing trouble heals itself: retries, scaling. It is worth a call when it lasts for a quarter of an hour. */
const LASTING = { periods: 3, view: { period: Duration.minutes(5) } };

/** Without invocations, errors or messages there are no values: then nothing is wrong that this alarm watches. */
const { NOT_BREACHING: SILENCE_IS_FINE } = TreatMissingData;
/**
 * Lambda emits the lag while it reads. An idle topic stays fine, and pollers that fall silent while records wait do not
 * make the alarm go away.
 */
const { IGNORE: SILENCE_CHANGES_NOTHING } = TreatMissingData;

const SECONDS_A_DAY = 86_400;

/** All alarms of a bridge. */
export function alarmPlans(
  monitored: MonitoredBridge,
  metrics: BridgeMetrics,
  thresholds: Required<AlarmThresholds>,
): AlarmPlan[] {
  return [
    ...monitored.mappings.flatMap((mapping) => mappingPlans(mapping, metrics, thresholds)),
    ...recordPlans(metrics, thresholds),
    ...functionPlans(monitored, metrics, thresholds),
    ...deadLetterQueuePlans(monitored, metrics, thresholds),
    ...exhaustedPlans(monitored, metrics),
  ];
}

function mappingPlans(
  { topic, eventSourceMappingId: id }: MonitoredMapping,
  metrics: BridgeMetrics,
  { offsetLagRecords, offsetLagMinutes, pollingErrors }: Required<AlarmThresholds>,
): AlarmPlan[] {
  return [
    {
      kind: 'OffsetLag',
      topic,
      measured: metrics.ofMapping(id, 'maxOffsetLag'),
      threshold: offsetLagRecords,
      periods: offsetLagMinutes,
      missingData: SILENCE_CHANGES_NOTHING,
    },
    plan(
      'PollingFailing',
      (view) => metrics.ofMapping(id, 'pollingErrors', view),
      pollingErrors,
      LASTING,
      topic,
    ),
    plan('EventsDropped', (view) => metrics.ofMapping(id, 'droppedEvents', view), 0, ONCE, topic),
    plan(
      'DestinationFailing',
      (view) => metrics.ofMapping(id, 'destinationDeliveryErrors', view),
      0,
      ONCE,
      topic,
    ),
  ];
}

function recordPlans(
  metrics: BridgeMetrics,
  { recordAgeP99Seconds, recordsDeadLettered, recordsRetried, putEventsThrottled }: Required<AlarmThresholds>,
): AlarmPlan[] {
  return [
    plan('RecordAge', (view) => metrics.own('recordAge', view), recordAgeP99Seconds * 1_000, LASTING),
    plan(
      'RecordsDeadLettered',
      (view) => metrics.own('recordsDeadLettered', view),
      recordsDeadLettered,
      ONCE,
    ),
    plan('RecordsRetried', (view) => metrics.own('recordsToRetry', view), recordsRetried, LASTING),
    plan('EventBusRefused', (view) => metrics.own('eventBusRefused', view), 0, ONCE),
    plan('ConfigurationRefused', (view) => metrics.own('configurationRefused', view), 0, ONCE),
    plan(
      'PutEventsThrottled',
      (view) => metrics.own('putEventsThrottled', view),
      putEventsThrottled,
      LASTING,
    ),
  ];
}

function functionPlans(
  { bridge }: MonitoredBridge,
  metrics: BridgeMetrics,
  { functionErrors, functionThrottles, durationTimeoutPercent }: Required<AlarmThresholds>,
): AlarmPlan[] {
  const durationMs = (bridge.timeout.toMilliseconds() * durationTimeoutPercent) / 100;
  return [
    plan('FunctionErrors', (view) => metrics.ofFunction('errors', view), functionErrors, ONCE),
    plan('FunctionThrottles', (view) => metrics.ofFunction('throttles', view), functionThrottles, LASTING),
    plan('DurationNearTimeout', (view) => metrics.ofFunction('duration', view), durationMs, LASTING),
  ];
}

function deadLetterQueuePlans(
  { deadLetterQueue: queue }: MonitoredBridge,
  metrics: BridgeMetrics,
  { deadLettersWaiting, deadLetterAgeDays }: Required<AlarmThresholds>,
): AlarmPlan[] {
  if (queue === undefined) return [];
  const ageSeconds = deadLetterAgeDays * SECONDS_A_DAY;
  return [
    plan(
      'DeadLettersWaiting',
      (view) => metrics.ofQueue(queue, 'visibleMessages', view),
      deadLettersWaiting,
      ONCE,
    ),
    plan('DeadLettersExpiring', (view) => metrics.ofQueue(queue, 'oldestMessageAge', view), ageSeconds, ONCE),
  ];
}

/** A queue keeps its alarm until somebody has dealt with the messages; the mapping's count only says that they came. */
function exhaustedPlans(
  { onFailureQueue: queue, mappings }: MonitoredBridge,
  metrics: BridgeMetrics,
): AlarmPlan[] {
  if (queue !== undefined) {
    return [plan('RetriesExhausted', (view) => metrics.ofQueue(queue, 'visibleMessages', view), 0, ONCE)];
  }
  return mappings.map(({ topic, eventSourceMappingId: id }) =>
    plan(
      'RetriesExhausted',
      (view) => metrics.ofMapping(id, 'destinationDeliveredEvents', view),
      0,
      ONCE,
      topic,
    ),
  );
}

function plan(
  kind: AlarmKind,
  measure: (view: MetricView) => MeasuredMetric,
  threshold: number,
  { periods, view }: typeof ONCE,
  topic?: string,
): AlarmPlan {
  return {
    kind,
    ...(topic === undefined ? {} : { topic }),
    measured: measure(view),
    threshold,
    periods,
    missingData: SILENCE_IS_FINE,
  };
}
