import { describe, expect, it } from 'vitest';
import {
  EVENT_BRIDGE_METRICS,
  FUNCTION_METRICS,
  MAPPING_METRICS,
  POLLER_METRICS,
  QUEUE_METRICS,
} from '../../shared/aws-metrics.ts';

const METRICS = [
  FUNCTION_METRICS,
  MAPPING_METRICS,
  POLLER_METRICS,
  EVENT_BRIDGE_METRICS,
  QUEUE_METRICS,
].flatMap((group) => Object.values(group));

describe('metrics of AWS', () => {
  it('are named once each', () => {
    const names = METRICS.map(({ namespace, name }) => `${namespace} ${name}`);

    expect(names).toEqual([...new Set(names)]);
  });

  it.each(METRICS)('$name in $unit is not summed up unless it counts', ({ unit, statistic }) => {
    if (unit === 'Milliseconds' || unit === 'Seconds') expect(statistic).not.toBe('Sum');
  });

  it.each([
    [FUNCTION_METRICS.duration, 'AWS/Lambda', ['FunctionName'], 'Milliseconds', 'p99'],
    [MAPPING_METRICS.maxOffsetLag, 'AWS/Lambda', ['EventSourceMappingUUID'], 'Count', 'Maximum'],
    [POLLER_METRICS.provisionedPollers, 'AWS/Lambda', ['EventSourceMappingUUID'], 'Count', 'Maximum'],
    [POLLER_METRICS.throughput, 'AWS/Lambda', ['EventSourceMappingUUID'], 'Bytes', 'Sum'],
    [EVENT_BRIDGE_METRICS.failedEntries, 'AWS/Events', [], 'Count', 'Sum'],
    [QUEUE_METRICS.oldestMessageAge, 'AWS/SQS', ['QueueName'], 'Seconds', 'Maximum'],
  ])('have what their emitter documents', (metric, namespace, dimensions, unit, statistic) => {
    expect(metric).toMatchObject({ namespace, dimensions, unit, statistic });
  });
});
