import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ArtefactFunction } from '../../../../infra/constructs/artefact-function.ts';
import {
  BridgeMonitoring,
  type BridgeMonitoringProps,
} from '../../../../infra/constructs/observability/bridge-monitoring.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';

/** As long as CloudFormation makes the names of log groups for stacks with names of a usual length. */
const LOG_GROUP_NAME = 'L'.repeat(90);

export const ORDERS_MAPPING = '11111111-2222-3333-4444-555555555555';
export const REFUNDS_MAPPING = '66666666-7777-8888-9999-000000000000';

/** A monitored bridge of two topics: `orders` with provisioned pollers, `refunds` without. */
export function monitoredStack(
  props: Partial<BridgeMonitoringProps> = {},
  { stack = emptyStack(), hasQueues = true }: { stack?: Stack; hasQueues?: boolean } = {},
): Template {
  new BridgeMonitoring(stack, 'Monitoring', {
    bridgeName: 'payments',
    bridge: bridgeIn(stack),
    mappings: [
      { topic: 'orders', eventSourceMappingId: ORDERS_MAPPING, isProvisioned: true },
      { topic: 'refunds', eventSourceMappingId: REFUNDS_MAPPING, isProvisioned: false },
    ],
    ...(hasQueues
      ? { deadLetterQueue: new Queue(stack, 'DeadLetters'), onFailureQueue: new Queue(stack, 'Exhausted') }
      : {}),
    ...props,
  });
  return Template.fromStack(stack);
}

export function bridgeIn(stack: Stack): ArtefactFunction {
  return new ArtefactFunction(stack, 'Bridge', {
    artefact: 'bridge',
    description: 'Bridges orders.',
    serviceName: 'payments',
  });
}

export interface AlarmProperties {
  readonly id: string;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
  readonly AlarmDescription: unknown;
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
}

/** Alarms by their readable id: kind, and topic where there is one for each. */
export function alarmsOf(template: Template): Map<string, AlarmProperties> {
  const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm'));
  return new Map(
    alarms.map(([logicalId, { Properties }]) => {
      const id = logicalId.replace(/^MonitoringAlarms/, '').slice(0, -'12345678'.length);
      return [id, { id, ...Properties }];
    }),
  );
}

/** A text of a template as it may be once deployed to a public Region with a long name. */
export function deployed(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) throw new Error(`Not a text: ${JSON.stringify(value)}`);
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
    const [separator, parts] = value['Fn::Join'];
    return parts.map(deployed).join(separator);
  }
  if ('Fn::If' in value && Array.isArray(value['Fn::If'])) return deployed(value['Fn::If'][2]);
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return value['Fn::GetAtt'].join('.');
  if ('Ref' in value && value.Ref === 'AWS::Region') return 'ap-southeast-1';
  if ('Ref' in value && String(value.Ref).startsWith('BridgeLogs')) return LOG_GROUP_NAME;
  if ('Ref' in value) return String(value.Ref);
  throw new Error(`An unknown function in a text: ${JSON.stringify(value)}`);
}
