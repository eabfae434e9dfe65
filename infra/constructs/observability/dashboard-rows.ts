import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { RECORD_FAILURES } from '../../../functions/bridge/errors.ts';
import type { MappingMetric, PollerMetric } from '../../../shared/aws-metrics.ts';
import type { MetricKey } from '../../../shared/metrics.ts';
import type { BridgeMetrics, MeasuredMetric, MetricByReason } from './bridge-metrics.ts';
import { graph } from './graph.ts';
import type { MonitoredBridge } from './monitored-bridge.ts';

const PERCENTILES = ['p50', 'p90', 'p99'];

/** Graphs of a bridge, a row a question: is it keeping up, what fails, how does EventBridge answer, how is it read and run? */
export function dashboardRows(monitored: MonitoredBridge, metrics: BridgeMetrics): IWidget[][] {
  return [
    flowRow(monitored, metrics),
    failureRow(monitored, metrics),
    publishingRow(metrics),
    ...(monitored.isOffloading ? [[offloadingGraph(metrics)]] : []),
    mappingRow(monitored, metrics),
    functionRow(monitored, metrics),
  ];
}

function flowRow({ mappings }: MonitoredBridge, metrics: BridgeMetrics): IWidget[] {
  const lags = mappings.flatMap(({ topic, eventSourceMappingId: id }) => [
    metrics.ofMapping(id, 'maxOffsetLag', { label: `${topic}, worst partition` }),
    metrics.ofMapping(id, 'sumOffsetLag', { label: `${topic}, all partitions` }),
  ]);
  return [
    graph('Records that wait (offset lag)', { left: lags }),
    graph('Records in and out, a minute', {
      left: [
        metrics.own('recordsReceived', { label: 'received' }),
        metrics.own('recordsSent', { label: 'sent' }),
        metrics.own('recordsToRetry', { label: 'to be retried' }),
        metrics.own('recordsDeadLettered', { label: 'dead-lettered' }),
      ],
    }),
    graph('Age of the oldest record of a batch', { left: percentiles(metrics, 'recordAge') }),
  ];
}

function failureRow({ deadLetterQueue, onFailureQueue }: MonitoredBridge, metrics: BridgeMetrics): IWidget[] {
  const depths = [
    ...(deadLetterQueue === undefined
      ? []
      : [metrics.ofQueue(deadLetterQueue, 'visibleMessages', { label: 'dead letters' })]),
    ...(onFailureQueue === undefined
      ? []
      : [metrics.ofQueue(onFailureQueue, 'visibleMessages', { label: 'out of retries' })]),
  ];
  const ages = [
    ...(deadLetterQueue === undefined
      ? []
      : [metrics.ofQueue(deadLetterQueue, 'oldestMessageAge', { label: 'oldest dead letter' })]),
  ];
  return [
    graph('Dead letters by reason', {
      left: byReason(metrics, 'recordsDeadLettered', ['permanent']),
      isStacked: true,
    }),
    // With errors.tolerance=none, permanent failures are reported for a retry as well.
    graph('Records to be retried by reason', {
      left: byReason(metrics, 'recordsToRetry', ['transient', 'permanent']),
      isStacked: true,
    }),
    ...(depths.length === 0 ? [] : [graph('Messages of failed records', { left: depths, right: ages })]),
  ];
}

function publishingRow(metrics: BridgeMetrics): IWidget[] {
  return [
    graph('PutEvents requests and bytes, a minute', {
      left: [
        metrics.own('putEventsRequests', { label: 'requests' }),
        metrics.own('putEventsThrottled', { label: 'throttled requests and entries' }),
      ],
      right: [metrics.own('putEventsBytes', { label: 'bytes' })],
    }),
    graph('PutEvents latency, and requests that may be under way at once', {
      left: percentiles(metrics, 'putEventsLatency'),
      right: [
        metrics.own('putEventsConcurrency', { statistic: 'Minimum', label: 'requests at once, least' }),
      ],
    }),
    graph('PutEvents of the whole account in this Region', {
      left: [
        metrics.ofEventBridge('throttledRequests', { label: 'throttled requests' }),
        metrics.ofEventBridge('failedRequests', { label: 'failed requests' }),
        metrics.ofEventBridge('failedEntries', { label: 'failed entries' }),
      ],
    }),
  ];
}

function offloadingGraph(metrics: BridgeMetrics): IWidget {
  return graph('Objects and bytes offloaded, a minute', {
    left: [metrics.own('objectsOffloaded', { label: 'objects' })],
    right: [metrics.own('bytesOffloaded', { label: 'bytes' })],
  });
}

function mappingRow(monitored: MonitoredBridge, metrics: BridgeMetrics): IWidget[] {
  const ofMappings = (...lines: [MappingMetric, string][]): MeasuredMetric[] =>
    monitored.mappings.flatMap(({ topic, eventSourceMappingId: id }) =>
      lines.map(([key, label]) => metrics.ofMapping(id, key, { label: `${topic}, ${label}` })),
    );
  return [
    graph('Records of the event source mappings', {
      left: ofMappings(
        ['polledEvents', 'polled'],
        ['filteredOutEvents', 'filtered out'],
        ['invokedEvents', 'delivered'],
        ['failedInvokeEvents', 'failed'],
        ['committedEvents', 'committed'],
      ),
    }),
    graph('Losses and errors of the event source mappings', {
      left: ofMappings(
        ['droppedEvents', 'dropped'],
        ['destinationDeliveredEvents', 'to the failure destination'],
        ['destinationDeliveryErrors', 'failure destination failed'],
        ['pollingErrors', 'polling failed'],
        ['invokeErrors', 'invocation failed'],
        ['commitErrors', 'commit failed'],
        ['schemaRegistryErrors', 'schema registry failed'],
      ),
    }),
    ...pollerGraphs(monitored, metrics),
  ];
}

function pollerGraphs({ mappings }: MonitoredBridge, metrics: BridgeMetrics): IWidget[] {
  const provisioned = mappings.filter(({ isProvisioned }) => isProvisioned);
  if (provisioned.length === 0) return [];
  const ofPollers = (key: PollerMetric, label: string): MeasuredMetric[] =>
    provisioned.map(({ topic, eventSourceMappingId: id }) =>
      metrics.ofPollers(id, key, { label: `${topic}, ${label}` }),
    );
  return [
    graph('Provisioned pollers', {
      left: [...ofPollers('provisionedPollers', 'pollers'), ...ofPollers('eventPollerUnits', 'poller units')],
      right: ofPollers('throughput', 'bytes'),
    }),
  ];
}

function functionRow({ bridge }: MonitoredBridge, metrics: BridgeMetrics): IWidget[] {
  return [
    graph('Duration of invocations', {
      left: [...PERCENTILES, 'Maximum'].map((statistic) =>
        metrics.ofFunction('duration', { statistic, label: statistic }),
      ),
      annotations: [{ value: bridge.timeout.toMilliseconds(), label: 'timeout' }],
    }),
    graph('Invocations, errors and throttles', {
      left: [
        metrics.ofFunction('invocations'),
        metrics.ofFunction('errors'),
        metrics.ofFunction('throttles'),
      ],
      right: [
        metrics.own('configurationRefused', { label: 'configuration refused' }),
        metrics.own('eventBusRefused', { label: 'event bus refused' }),
      ],
    }),
    graph('Invocations at once', { left: [metrics.ofFunction('concurrentExecutions')] }),
  ];
}

function percentiles(metrics: BridgeMetrics, key: MetricKey): MeasuredMetric[] {
  return PERCENTILES.map((statistic) => metrics.own(key, { statistic, label: statistic }));
}

function byReason(
  metrics: BridgeMetrics,
  key: MetricByReason,
  kinds: readonly (typeof RECORD_FAILURES)[keyof typeof RECORD_FAILURES]['kind'][],
): MeasuredMetric[] {
  return kinds.flatMap((wanted) =>
    Object.entries(RECORD_FAILURES)
      .filter(([, { kind }]) => kind === wanted)
      .map(([code]) => metrics.byReason(key, code)),
  );
}
