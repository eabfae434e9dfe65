import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AlarmKind, RUNBOOK } from '../../../../infra/constructs/observability/runbook.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';
import { KNOWN_METRICS, metricText } from './known-metrics.ts';
import {
  type AlarmProperties,
  alarmsOf,
  deployed,
  monitoredStack,
  ORDERS_MAPPING,
  REFUNDS_MAPPING,
} from './monitored-stack.ts';

const ALARMS = alarmsOf(monitoredStack());
const README_HEADINGS = readFileSync('README.md', 'utf8').match(/^## .+$/gm) ?? [];

function alarm(id: string, alarms = ALARMS): AlarmProperties {
  const found = alarms.get(id);
  if (found === undefined) throw new Error(`There is no alarm ${id} among ${[...alarms.keys()].join(', ')}.`);
  return found;
}

function kindOf(id: string): AlarmKind {
  const kind = Object.keys(RUNBOOK).find((candidate): candidate is AlarmKind => id.startsWith(candidate));
  if (kind === undefined) throw new Error(`The runbook does not know ${id}.`);
  return kind;
}

describe('the alarms of a bridge', () => {
  it('are one of each kind, and one for each topic where topics differ', () => {
    expect([...ALARMS.keys()].sort()).toEqual(
      [
        ...['OffsetLag', 'PollingFailing', 'EventsDropped', 'DestinationFailing'].flatMap((kind) => [
          `${kind}orders`,
          `${kind}refunds`,
        ]),
        'RecordAge',
        'RecordsDeadLettered',
        'RecordsRetried',
        'EventBusRefused',
        'ConfigurationRefused',
        'PutEventsThrottled',
        'FunctionErrors',
        'FunctionThrottles',
        'DurationNearTimeout',
        'DeadLettersWaiting',
        'DeadLettersExpiring',
        'RetriesExhausted',
      ].sort(),
    );
  });

  it.each([
    ['OffsetLagorders', 'MaxOffsetLag', 'Maximum', 10_000, 60, 15, 'ignore'],
    ['PollingFailingorders', 'PollingErrorCount', 'Sum', 0, 300, 3, 'notBreaching'],
    ['EventsDroppedorders', 'DroppedEventCount', 'Sum', 0, 300, 1, 'notBreaching'],
    ['DestinationFailingorders', 'OnFailureDestinationDeliveryErrorCount', 'Sum', 0, 300, 1, 'notBreaching'],
    ['RecordAge', 'RecordAge', 'p99', 300_000, 300, 3, 'notBreaching'],
    ['RecordsDeadLettered', 'RecordsDeadLettered', 'Sum', 0, 300, 1, 'notBreaching'],
    ['RecordsRetried', 'RecordsToRetry', 'Sum', 0, 300, 3, 'notBreaching'],
    ['EventBusRefused', 'EventBusRefused', 'Sum', 0, 300, 1, 'notBreaching'],
    ['ConfigurationRefused', 'ConfigurationRefused', 'Sum', 0, 300, 1, 'notBreaching'],
    ['PutEventsThrottled', 'PutEventsThrottled', 'Sum', 0, 300, 3, 'notBreaching'],
    ['FunctionErrors', 'Errors', 'Sum', 0, 300, 1, 'notBreaching'],
    ['FunctionThrottles', 'Throttles', 'Sum', 0, 300, 3, 'notBreaching'],
    ['DurationNearTimeout', 'Duration', 'p99', 48_000, 300, 3, 'notBreaching'],
    ['DeadLettersWaiting', 'ApproximateNumberOfMessagesVisible', 'Maximum', 0, 300, 1, 'notBreaching'],
    ['DeadLettersExpiring', 'ApproximateAgeOfOldestMessage', 'Maximum', 864_000, 300, 1, 'notBreaching'],
    ['RetriesExhausted', 'ApproximateNumberOfMessagesVisible', 'Maximum', 0, 300, 1, 'notBreaching'],
  ])(
    '%s: %s, %s above %i in each of periods of %i s, %i times; without values %s',
    (id, MetricName, statistic, Threshold, Period, EvaluationPeriods, TreatMissingData) => {
      expect(alarm(id)).toMatchObject({
        MetricName,
        Threshold,
        Period,
        EvaluationPeriods,
        TreatMissingData,
        ComparisonOperator: 'GreaterThanThreshold',
      });
      expect(alarm(id).Statistic ?? alarm(id).ExtendedStatistic).toBe(statistic);
    },
  );

  it.each([
    ['OffsetLagorders', 'EventSourceMappingUUID', ORDERS_MAPPING],
    ['EventsDroppedrefunds', 'EventSourceMappingUUID', REFUNDS_MAPPING],
    ['RecordAge', 'service', 'payments'],
    ['FunctionErrors', 'FunctionName', { Ref: expect.stringMatching(/^BridgeFunction/) }],
    [
      'DeadLettersWaiting',
      'QueueName',
      { 'Fn::GetAtt': [expect.stringMatching(/^DeadLetters/), 'QueueName'] },
    ],
    ['RetriesExhausted', 'QueueName', { 'Fn::GetAtt': [expect.stringMatching(/^Exhausted/), 'QueueName'] }],
  ])('%s watches %s %s', (id, Name, Value) => {
    expect(alarm(id).Dimensions).toEqual([{ Name, Value }]);
  });

  it.each([...ALARMS.keys()])('%s watches a metric that shared/ names', (id) => {
    const { Namespace, MetricName, Dimensions = [] } = alarm(id);

    const text = metricText(
      Namespace,
      MetricName,
      Dimensions.map(({ Name }) => Name),
    );
    expect([...KNOWN_METRICS.keys()]).toContain(text);
  });

  it('have no alarms of queues that do not exist, and then watch what destinations got', () => {
    const alarms = alarmsOf(monitoredStack({}, { hasQueues: false }));

    const queueAlarms = [...alarms.values()].filter(({ Namespace }) => Namespace === 'AWS/SQS');
    expect(queueAlarms).toEqual([]);
    for (const id of ['RetriesExhaustedorders', 'RetriesExhaustedrefunds']) {
      expect(alarm(id, alarms)).toMatchObject({
        MetricName: 'OnFailureDestinationDeliveredEventCount',
        Threshold: 0,
        TreatMissingData: 'notBreaching',
      });
    }
  });
});

describe('the description of an alarm', () => {
  it.each([...ALARMS.keys()])(
    'of %s tells impact, first look and where to find more, in 1,024 characters',
    (id) => {
      // Prepare
      const { impact, firstLook, section } = RUNBOOK[kindOf(id)];

      // Act
      const text = deployed(alarm(id).AlarmDescription);

      // Assess
      expect(text).toContain(impact);
      expect(text).toContain(`Look first: ${firstLook}`);
      expect(text).toContain(
        'Dashboard: https://ap-southeast-1.console.aws.amazon.com/cloudwatch/home?region=ap-southeast-1#dashboards/dashboard/kafka-eventbridge-payments-ap-southeast-1',
      );
      expect(text).toContain('Logs: https://ap-southeast-1.console.aws.amazon.com/cloudwatch/home?region=');
      expect(text).toContain(`Runbook: README, "${section}"`);
      expect(README_HEADINGS).toContain(`## ${section}`);
      expect(text.length).toBeLessThanOrEqual(1_024);
    },
  );

  it.each(Object.keys(RUNBOOK))('of %s tells the impact in one sentence', (kind) => {
    const { impact } = RUNBOOK[kindOf(kind)];

    expect(impact).toMatch(/^[A-Z][^.]*\.$/);
  });

  it('tells from failures the test message that S3 puts into the queue of notices when it is set up', () => {
    expect(deployed(alarm('RetriesExhausted').AlarmDescription)).toContain('An s3:TestEvent in its queue');
  });

  it('names the bridge, and the topic where there is an alarm for each', () => {
    expect(deployed(alarm('RecordAge').AlarmDescription)).toContain('(Bridge payments.)');
    expect(deployed(alarm('OffsetLagorders').AlarmDescription)).toContain('(Bridge payments, topic orders.)');
  });

  it('links to the section of a README with an address', () => {
    const alarms = alarmsOf(monitoredStack({ readmeUrl: 'https://example.com/README.md' }));

    expect(deployed(alarm('DeadLettersWaiting', alarms).AlarmDescription)).toContain(
      'Runbook: https://example.com/README.md#failures-and-redrive',
    );
  });

  it('names the saved query where long names leave no room for its link', () => {
    // Prepare
    const stack = emptyStack('A-stack-with-a-name-as-long-as-names-of-stacks-may-be'.padEnd(128, '-x'));

    // Act
    const alarms = alarmsOf(monitoredStack({ bridgeName: 'b'.repeat(40) }, { stack }));

    // Assess
    const text = deployed(alarm('EventsDroppedorders', alarms).AlarmDescription);
    expect(text).toContain(`Logs: saved query kafka-eventbridge/${'b'.repeat(40)}/mapping-status`);
    expect(text.length).toBeLessThanOrEqual(1_024);
  });

  it('is refused when the address of the README leaves no room', () => {
    expect(() => monitoredStack({ readmeUrl: `https://example.com/${'a'.repeat(900)}` })).toThrow(
      'Give a shorter readmeUrl.',
    );
  });
});

describe('thresholds', () => {
  it.each([
    [{ offsetLagRecords: 5 }, 'OffsetLagrefunds', { Threshold: 5 }],
    [{ offsetLagMinutes: 3 }, 'OffsetLagorders', { EvaluationPeriods: 3, Period: 60 }],
    [{ recordAgeP99Seconds: 90 }, 'RecordAge', { Threshold: 90_000 }],
    [{ recordsDeadLettered: 7 }, 'RecordsDeadLettered', { Threshold: 7 }],
    [{ deadLettersWaiting: 8 }, 'DeadLettersWaiting', { Threshold: 8 }],
    [{ deadLetterAgeDays: 2 }, 'DeadLettersExpiring', { Threshold: 172_800 }],
    [{ recordsRetried: 9 }, 'RecordsRetried', { Threshold: 9 }],
    [{ putEventsThrottled: 10 }, 'PutEventsThrottled', { Threshold: 10 }],
    [{ functionErrors: 11 }, 'FunctionErrors', { Threshold: 11 }],
    [{ functionThrottles: 12 }, 'FunctionThrottles', { Threshold: 12 }],
    [{ durationTimeoutPercent: 50 }, 'DurationNearTimeout', { Threshold: 30_000 }],
    [{ pollingErrors: 13 }, 'PollingFailingorders', { Threshold: 13 }],
  ])('%j apply to %s', (thresholds, id, properties) => {
    expect(alarm(id, alarmsOf(monitoredStack({ thresholds })))).toMatchObject(properties);
  });
});

describe('an SNS topic', () => {
  const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';

  it('is told of every alarm and of its end', () => {
    const alarms = [...alarmsOf(monitoredStack({ alarmTopicArn: TOPIC })).values()];

    expect(alarms).not.toEqual([]);
    for (const { AlarmActions, OKActions } of alarms) {
      expect(AlarmActions).toEqual([TOPIC]);
      expect(OKActions).toEqual([TOPIC]);
    }
  });

  it('is told of nothing unless it is given', () => {
    for (const { AlarmActions, OKActions } of ALARMS.values()) {
      expect([AlarmActions, OKActions]).toEqual([undefined, undefined]);
    }
  });
});
