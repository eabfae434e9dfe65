import { CfnParameter, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, test } from 'vitest';
import { BridgeEventBus } from '../../../../infra/constructs/event-bus/bridge-event-bus.ts';
import type { BridgeEventBusProps } from '../../../../infra/constructs/event-bus/event-bus-options.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';
import { arnOf, only } from './template-parts.ts';

const KEY_ARN = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';

function stackWith(props?: BridgeEventBusProps): Stack {
  const stack = emptyStack();
  new BridgeEventBus(stack, 'EventBus', props);
  return stack;
}

function templateOf(props?: BridgeEventBusProps): Template {
  return Template.fromStack(stackWith(props));
}

describe('a bridge event bus by default', () => {
  const template = templateOf();

  test('has a generated name, and logs errors without the contents of events', () => {
    expect(only(template, 'AWS::Events::EventBus').Properties).toEqual({
      Description: 'Records of Kafka topics',
      Name: expect.stringMatching(/^TestEventBus/),
      LogConfig: { Level: 'ERROR', IncludeDetail: 'NONE' },
    });
  });

  test('archives every event for 30 days', () => {
    expect(only(template, 'AWS::Events::Archive').Properties).toMatchObject({
      SourceArn: arnOf(only(template, 'AWS::Events::EventBus')),
      EventPattern: { source: [{ prefix: '' }] },
      RetentionDays: 30,
    });
  });

  test('goes with the stack, and its archive with it', () => {
    for (const type of ['AWS::Events::EventBus', 'AWS::Events::Archive', 'AWS::Logs::LogGroup']) {
      template.hasResource(type, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    }
  });

  test('admits no other account, discovers no schemas, and has no queue', () => {
    template.resourceCountIs('AWS::Events::EventBusPolicy', 0);
    template.resourceCountIs('AWS::EventSchemas::Discoverer', 0);
    template.resourceCountIs('AWS::SQS::Queue', 0);
  });
});

describe('a bridge event bus', () => {
  test('with retention 0 keeps archived events for ever', () => {
    templateOf({ archiveRetentionDays: 0 }).hasResourceProperties('AWS::Events::Archive', {
      RetentionDays: 0,
    });
  });

  test('can do without archive and log', () => {
    const template = templateOf({ archive: false, logLevel: 'OFF' });
    expect(Object.keys(template.toJSON().Resources)).toHaveLength(1);
    template.hasResourceProperties('AWS::Events::EventBus', {
      LogConfig: { Level: 'OFF', IncludeDetail: 'NONE' },
    });
  });

  test('logs more when told so', () => {
    const template = templateOf({
      logLevel: 'TRACE',
      logDetail: 'FULL',
      logRetention: RetentionDays.ONE_WEEK,
    });
    template.hasResourceProperties('AWS::Events::EventBus', {
      LogConfig: { Level: 'TRACE', IncludeDetail: 'FULL' },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });

  test('discovers schemas of its own account only', () => {
    const template = templateOf({ schemaDiscovery: true });
    expect(only(template, 'AWS::EventSchemas::Discoverer').Properties).toMatchObject({
      SourceArn: arnOf(only(template, 'AWS::Events::EventBus')),
      CrossAccount: false,
    });
  });

  test('admits the accounts that are named, to this bus, to put events, with the sources that are named', () => {
    const template = templateOf({
      putEventsAccountIds: ['111111111111', '222222222222'],
      allowedSources: ['kafka-connect.payments', 'kafka-connect.orders'],
    });
    const bus = only(template, 'AWS::Events::EventBus');
    expect(only(template, 'AWS::Events::EventBusPolicy').Properties).toEqual({
      EventBusName: { Ref: bus.logicalId },
      StatementId: 'cdk-OtherAccountsPutEvents',
      Statement: {
        Sid: 'cdk-OtherAccountsPutEvents',
        Effect: 'Allow',
        Principal: { AWS: ['111111111111', '222222222222'].map(rootOf) },
        Action: 'events:PutEvents',
        Resource: arnOf(bus),
        Condition: {
          'ForAllValues:StringEquals': {
            'events:source': ['kafka-connect.payments', 'kafka-connect.orders'],
          },
        },
      },
    });
  });

  test('admits an account with any source, when none is named', () => {
    const { Statement } = only(
      templateOf({ putEventsAccountIds: ['111111111111'] }),
      'AWS::Events::EventBusPolicy',
    ).Properties;
    expect(Statement).toMatchObject({ Principal: { AWS: rootOf('111111111111') } });
    expect(Statement).not.toHaveProperty('Condition');
  });

  test('takes an account that is known at deployment only', () => {
    const stack = emptyStack();
    const account = new CfnParameter(stack, 'Producer').valueAsString;
    new BridgeEventBus(stack, 'EventBus', { putEventsAccountIds: [account] });
    Template.fromStack(stack).resourceCountIs('AWS::Events::EventBusPolicy', 1);
  });

  test('is retained with all that belongs to it, when told so', () => {
    const template = templateOf({ removalPolicy: RemovalPolicy.RETAIN });
    for (const type of ['AWS::Events::EventBus', 'AWS::Events::Archive', 'AWS::Logs::LogGroup']) {
      template.hasResource(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });
});

describe('a bridge event bus with a customer managed key', () => {
  const template = templateOf({ encryptionKeyArn: KEY_ARN });
  const bus = only(template, 'AWS::Events::EventBus');
  const queue = only(template, 'AWS::SQS::Queue');

  test('encrypts events and archive with it', () => {
    expect(bus.Properties).toMatchObject({ KmsKeyIdentifier: KEY_ARN });
    expect(only(template, 'AWS::Events::Archive').Properties).toMatchObject({ KmsKeyIdentifier: KEY_ARN });
  });

  test('puts events that the key failed into a queue that does not need the key, and retains it', () => {
    expect(bus.Properties).toMatchObject({
      DeadLetterConfig: { Arn: arnOf(queue) },
    });
    expect(queue).toMatchObject({ DeletionPolicy: 'Retain', Properties: { SqsManagedSseEnabled: true } });
    expect(queue.Properties).not.toHaveProperty('KmsMasterKeyId');
    expect(queue.Properties).not.toHaveProperty('FifoQueue');
  });

  test('lets this bus write to that queue, and everybody only over TLS', () => {
    expect(only(template, 'AWS::SQS::QueuePolicy').Properties.PolicyDocument).toMatchObject({
      Statement: [
        { Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        {
          Sid: 'BusWritesEncryptionFailures',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arnOf(queue),
          Condition: { ArnEquals: { 'aws:SourceArn': arnOf(bus) } },
        },
      ],
    });
  });
});

describe('a bridge event bus is refused', () => {
  test.each<[string, BridgeEventBusProps, string]>([
    [
      'with schema discovery and a customer managed key',
      { schemaDiscovery: true, encryptionKeyArn: KEY_ARN },
      'leave out "schemaDiscovery" or "encryptionKeyArn"',
    ],
    ['with a negative retention', { archiveRetentionDays: -1 }, '"archiveRetentionDays" is -1'],
    ['with half a day', { archiveRetentionDays: 0.5 }, '"archiveRetentionDays" is 0.5'],
    [
      'with the retention of no archive',
      { archive: false, archiveRetentionDays: 30 },
      'has no archive to apply to',
    ],
    [
      'with something else than account ids',
      { putEventsAccountIds: ['111111111111', '*', '12345'] },
      'has "*", "12345": an account id has 12 digits',
    ],
    ['with sources of nobody', { allowedSources: ['a'] }, 'name them in "putEventsAccountIds"'],
    [
      'with an empty list of sources',
      { putEventsAccountIds: ['111111111111'], allowedSources: [] },
      '"allowedSources" is empty',
    ],
  ])('%s', (_, props, sentence) => {
    expect(() => stackWith(props)).toThrow(sentence);
  });
});

function rootOf(accountId: string): object {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${accountId}:root`]] };
}
