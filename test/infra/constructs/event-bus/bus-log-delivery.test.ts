import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { describe, expect, test } from 'vitest';
import {
  BusLogDelivery,
  type BusLogDeliveryProps,
} from '../../../../infra/constructs/event-bus/bus-log-delivery.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';
import { arnOf, logWriteStatements, only, resources } from './template-parts.ts';

function templateAt(level: BusLogDeliveryProps['level'], stack = emptyStack()): Template {
  new BusLogDelivery(stack, 'Log', { eventBus: new EventBus(stack, 'Bus'), level });
  return Template.fromStack(stack);
}

function logTypes(template: Template): unknown[] {
  return resources(template, 'AWS::Logs::DeliverySource').map(({ Properties }) => Properties.LogType);
}

describe('the log delivery of a bus', () => {
  test.each([
    ['ERROR', ['ERROR_LOGS']],
    ['INFO', ['ERROR_LOGS', 'INFO_LOGS']],
    ['TRACE', ['ERROR_LOGS', 'INFO_LOGS', 'TRACE_LOGS']],
  ] as const)('at %s delivers %j', (level, expected) => {
    const template = templateAt(level);
    expect(logTypes(template)).toEqual(expected);
    template.resourceCountIs('AWS::Logs::Delivery', expected.length);
  });

  test('goes from the bus to a log group for vended logs with a retention', () => {
    const template = templateAt('ERROR');
    const logGroup = only(template, 'AWS::Logs::LogGroup');
    const source = only(template, 'AWS::Logs::DeliverySource');
    const destination = only(template, 'AWS::Logs::DeliveryDestination');

    expect(logGroup.Properties).toEqual({
      LogGroupName: expect.stringMatching(/^\/aws\/vendedlogs\/events\/event-bus\/Test-Log-\w+$/),
      RetentionInDays: 30,
    });
    expect(source.Properties.ResourceArn).toEqual(arnOf(only(template, 'AWS::Events::EventBus')));
    expect(destination.Properties).toMatchObject({
      DeliveryDestinationType: 'CWL',
      DestinationResourceArn: arnOf(logGroup),
    });
    expect(only(template, 'AWS::Logs::Delivery').Properties).toEqual({
      DeliverySourceName: { Ref: source.logicalId },
      DeliveryDestinationArn: arnOf(destination),
    });
  });

  test('has names that fit and that differ from stack to stack', () => {
    const [one, other] = ['A', 'B'].map((letter) => {
      const template = templateAt('TRACE', new Stack(new App(), letter.repeat(100)));
      return resources(template, 'AWS::Logs::DeliverySource').map(({ Properties }) => Properties.Name);
    });
    expect(new Set([...(one ?? []), ...(other ?? [])]).size).toBe(6);
    for (const name of one ?? []) expect(name).toMatch(/^[\w-]{1,60}$/);
  });

  test('is all that may write to the log group', () => {
    const template = templateAt('INFO');
    const [error, info] = resources(template, 'AWS::Logs::DeliverySource');
    expect(logWriteStatements(template)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `<${only(template, 'AWS::Logs::LogGroup').logicalId}.Arn>`,
        Condition: {
          StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' },
          ArnEquals: { 'aws:SourceArn': [`<${error?.logicalId}.Arn>`, `<${info?.logicalId}.Arn>`] },
        },
      },
    ]);
  });

  test('is set up one kind after the other, once it may write', () => {
    const template = templateAt('TRACE');
    const policy = only(template, 'AWS::Logs::ResourcePolicy').logicalId;
    const [error, info, trace] = resources(template, 'AWS::Logs::Delivery');
    expect(error?.DependsOn).toEqual([policy]);
    expect(info?.DependsOn?.toSorted()).toEqual([error?.logicalId, policy].toSorted());
    expect(trace?.DependsOn?.toSorted()).toEqual([info?.logicalId, policy].toSorted());
  });
});
