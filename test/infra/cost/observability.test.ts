import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { KafkaEventBridge } from '../../../infra/constructs/kafka-event-bridge.ts';
import { MEASURED } from '../../../infra/cost/measured.ts';
import { ALARMS, customMetrics } from '../../../infra/cost/observability.ts';
import { mskEvent } from '../../../infra/local/demo/event-builder.ts';
import { emptyStack } from '../../fixtures/cdk.ts';
import { BUS_ARN, type RunningBridge, startRunningBridge } from '../../fixtures/running-bridge.ts';

const GOOD = '{"id":1}';
const BAD = 'no document';

interface MetricsLine {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
}

describe('what the built bridge emits', () => {
  let bridge: RunningBridge;
  beforeAll(async () => {
    bridge = await startRunningBridge();
  });
  afterAll(() => bridge.close());

  /** The lines arrive after the answer; what is logged as an error comes on a way of its own. */
  async function linesOf(count: number, ...values: string[]): Promise<string[]> {
    const before = bridge.logs.length;
    await bridge.invoke(
      mskEvent(
        values.map((value, offset) => ({
          topic: 'orders',
          offset,
          timestamp: Date.now(),
          key: 'key',
          value,
        })),
      ),
    );
    await vi.waitFor(() => expect(bridge.logs.slice(before)).toHaveLength(count));
    return bridge.logs.slice(before);
  }

  it('is as many metrics as are billed: the first time with the cold start, then with a dead letter', async () => {
    const cold = metricsOf(await linesOf(3, GOOD));
    const bad = metricsOf(await linesOf(3, GOOD, BAD));
    expect(cold.size).toBe(customMetrics(false));
    expect(cold.union(bad).size).toBe(customMetrics(true));
  });

  it('is one line for a warm invocation, no longer than counted', async () => {
    const values = Array.from({ length: 500 }, () => GOOD);
    const lines = await linesOf(1, ...values);
    expect(Buffer.byteLength(lines.join(''))).toBeLessThanOrEqual(MEASURED.metricsLineBytes);
  });

  it('is two lines more with dead letters, no longer than counted', async () => {
    const lines = await linesOf(3, GOOD, BAD, BAD, BAD);
    const counted = MEASURED.metricsLineBytes + MEASURED.deadLetterLinesBytes + 3 * MEASURED.namedRecordBytes;
    expect(Buffer.byteLength(lines.join(''))).toBeLessThanOrEqual(counted);
  });
});

describe('what the construct makes', () => {
  it.each([[['orders']], [['orders', 'payments', 'refunds']]])(
    'is as many alarms as are billed: %j',
    (topics) => {
      const stack = emptyStack();
      new KafkaEventBridge(stack, 'Bridge', {
        name: 'orders',
        source: {
          type: 'msk',
          clusterArn:
            'arn:aws:kafka:eu-west-1:123456789012:cluster/demo/751d2973-a626-431c-9d4e-d7975eb44dd7-2',
          authentication: { type: 'iam' },
        },
        topics,
        eventBusArn: BUS_ARN,
      });
      const alarms = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
      // An alarm on a formula is billed for each metric in it.
      const watched = alarms.flatMap(({ Properties: { Metrics } }) =>
        Metrics === undefined ? [1] : Metrics.filter((metric: object) => 'MetricStat' in metric),
      );
      expect(watched).toHaveLength(ALARMS.ofBridge + ALARMS.ofTopic * topics.length);
    },
  );
});

/** Each name with its set of dimensions. */
function metricsOf(lines: readonly string[]): Set<string> {
  const documents = lines
    .filter((line) => line.startsWith('{"_aws"'))
    .map((line): MetricsLine => JSON.parse(line));
  return new Set(
    documents.flatMap(({ _aws }) =>
      _aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
        Metrics.map(({ Name }) => `${Name} by ${Dimensions.join()}`),
      ),
    ),
  );
}
