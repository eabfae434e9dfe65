import { readdirSync, readFileSync } from 'node:fs';
import { Duration } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { BridgeMetrics } from '../../../../infra/constructs/observability/bridge-metrics.ts';
import {
  EVENT_BRIDGE_METRICS,
  FUNCTION_METRICS,
  MAPPING_METRICS,
  POLLER_METRICS,
  QUEUE_METRICS,
} from '../../../../shared/aws-metrics.ts';
import { METRICS } from '../../../../shared/metrics.ts';

const metrics = new BridgeMetrics('payments', 'bridge-function');

describe('the metrics of a bridge', () => {
  it.each([
    ['recordsSent', 'RecordsSent', 'Sum', 'Count'],
    ['putEventsBytes', 'PutEventsBytes', 'Sum', 'Bytes'],
    ['recordAge', 'RecordAge', 'p99', 'Milliseconds'],
  ] as const)('%s is %s of the bridge: %s, in %s', (key, metricName, statistic, unit) => {
    const { metric, unit: measuredIn } = metrics.own(key);

    expect(metric).toMatchObject({
      namespace: 'KafkaEventBridge',
      metricName,
      statistic,
      dimensions: { service: 'payments' },
    });
    expect(measuredIn).toBe(unit);
  });

  it('are told apart by reason', () => {
    const { metric } = metrics.byReason('recordsToRetry', 'DEADLINE');

    expect(metric).toMatchObject({
      metricName: 'RecordsToRetry',
      dimensions: { service: 'payments', Reason: 'DEADLINE' },
      label: 'DEADLINE',
    });
  });

  it.each([
    [metrics.ofFunction('errors'), 'AWS/Lambda', 'Errors', { FunctionName: 'bridge-function' }],
    [
      metrics.ofMapping('some-uuid', 'droppedEvents'),
      'AWS/Lambda',
      'DroppedEventCount',
      { EventSourceMappingUUID: 'some-uuid' },
    ],
    [
      metrics.ofPollers('some-uuid', 'eventPollerUnits'),
      'AWS/Lambda',
      'EventPollerUnit',
      { EventSourceMappingUUID: 'some-uuid' },
    ],
  ])('of AWS have their own dimensions', ({ metric }, namespace, metricName, dimensions) => {
    expect(metric).toMatchObject({ namespace, metricName, dimensions });
  });

  it('of EventBridge are of the whole account', () => {
    const { metric } = metrics.ofEventBridge('throttledRequests');

    expect(metric).toMatchObject({
      namespace: 'AWS/Events',
      metricName: 'PutEventsApproximateThrottledCount',
    });
    expect(Object.keys(metric.dimensions ?? {})).toEqual([]);
  });

  it('can be looked at otherwise', () => {
    const { metric } = metrics.own('recordAge', {
      statistic: 'p50',
      period: Duration.minutes(5),
      label: 'median',
    });

    expect(metric).toMatchObject({ statistic: 'p50', label: 'median', period: Duration.minutes(5) });
  });

  it('ask for no unit, which would hide values', () => {
    for (const { metric } of [metrics.own('recordAge'), metrics.ofFunction('duration')]) {
      expect(metric.unit).toBeUndefined();
    }
  });
});

describe('names of metrics', () => {
  const names = [
    ...Object.values(METRICS),
    ...[FUNCTION_METRICS, MAPPING_METRICS, POLLER_METRICS, EVENT_BRIDGE_METRICS, QUEUE_METRICS].flatMap(
      (group) => Object.values(group).map(({ name }) => name),
    ),
  ];
  // Kinds of alarms are called like the metric where they watch just that.
  const ALARM_KINDS = new Set(['infra/constructs/observability/alarm-plans.ts']);

  const files = readdirSync('infra/constructs', { recursive: true, encoding: 'utf8' })
    .map((file) => `infra/constructs/${file}`)
    .filter((file) => file.endsWith('.ts') && !ALARM_KINDS.has(file));

  it.each(files)('are not spelled out in %s', (file) => {
    const text = readFileSync(file, 'utf8');

    expect(names.filter((name) => text.includes(`'${name}'`))).toEqual([]);
  });
});
