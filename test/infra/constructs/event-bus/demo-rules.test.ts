import { App, Aws, CfnParameter, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { describe, expect, test } from 'vitest';
import { addChecks } from '../../../../infra/checks.ts';
import { BridgeEventBus } from '../../../../infra/constructs/event-bus/bridge-event-bus.ts';
import { DemoRules, type DemoRulesProps } from '../../../../infra/constructs/event-bus/demo-rules.ts';
import type { BridgeEventBusProps } from '../../../../infra/constructs/event-bus/event-bus-options.ts';
import { PIPELINE_RULES } from '../../../../infra/local/demo/rules.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';
import { arnOf, only, resources, type TemplateResource } from './template-parts.ts';

function stackWith(props: Omit<DemoRulesProps, 'eventBus'> = {}, busProps: BridgeEventBusProps = {}): Stack {
  const stack = emptyStack();
  new DemoRules(stack, 'Demo', {
    eventBus: new BridgeEventBus(stack, 'EventBus', busProps).eventBus,
    ...props,
  });
  return stack;
}

function rule(template: Template, name: string): TemplateResource | undefined {
  return resources(template, 'AWS::Events::Rule').find(({ logicalId }) =>
    logicalId.startsWith(`Demo${name}`),
  );
}

describe('the demo rules', () => {
  const template = Template.fromStack(stackWith());

  test('find suspicious activity by the same pattern as the local demo, and log it', () => {
    const local = PIPELINE_RULES.find(({ name }) => name === 'suspicious-activity');
    const { Properties } = rule(template, 'SuspiciousActivity') ?? {};
    expect(Properties?.EventPattern).toEqual(local?.pattern);
    expect(Properties?.Targets).toHaveLength(1);
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.resourceCountIs('AWS::Events::ApiDestination', 0);
  });

  test('put every event of the bridge into a queue', () => {
    const { Properties } = rule(template, 'AllNotifications') ?? {};
    expect(Properties?.EventPattern).toEqual({ 'detail-type': [{ prefix: 'kafka-connect-' }] });
    const inbox = resources(template, 'AWS::SQS::Queue').find(({ logicalId }) =>
      logicalId.startsWith('DemoAllNotificationsQueue'),
    );
    expect(Properties?.Targets).toMatchObject([{ Arn: inbox && arnOf(inbox) }]);
  });

  test('are rules of the bus that is given', () => {
    const EventBusName = { Ref: only(template, 'AWS::Events::EventBus').logicalId };
    for (const { Properties } of resources(template, 'AWS::Events::Rule')) {
      expect(Properties).toMatchObject({ EventBusName, State: 'ENABLED' });
    }
  });

  test('post suspicious activity to a webhook too, when there is one', () => {
    const withWebhook = Template.fromStack(stackWith({ webhookUrl: 'https://example.com/hook' }));
    const destination = only(withWebhook, 'AWS::Events::ApiDestination');
    const { Properties } = rule(withWebhook, 'SuspiciousActivity') ?? {};
    expect(Properties?.Targets).toMatchObject([{}, { Arn: arnOf(destination) }]);
  });

  test('refuse a webhook without https', () => {
    expect(() => stackWith({ webhookUrl: 'http://example.com/hook' })).toThrow('begins with https://');
  });

  test('share one queue for what could not be delivered', () => {
    const queues = new Set(
      resources(template, 'AWS::Events::Rule').flatMap(({ Properties }) =>
        [Properties.Targets].flat().map((target) => JSON.stringify(Object(target).DeadLetterConfig)),
      ),
    );
    expect(queues.size).toBe(1);
  });

  test.each([
    ['a parameter', (stack: Stack) => new CfnParameter(stack, 'BusArn').valueAsString],
    ['of this account', () => `arn:aws:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:event-bus/kafka-events`],
    ['another account', () => 'arn:aws:events:eu-west-1:999999999999:event-bus/kafka-events'],
  ])('synthesise on a bus whose ARN is %s', (_, arnIn) => {
    const stack = emptyStack();
    new DemoRules(stack, 'Demo', { eventBus: EventBus.fromEventBusArn(stack, 'Bus', arnIn(stack)) });
    Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', 2);
  });
});

describe('bus and demo rules pass all checks', () => {
  test.each<[string, Omit<DemoRulesProps, 'eventBus'>, BridgeEventBusProps]>([
    ['by default', {}, {}],
    ['with everything off', {}, { archive: false, logLevel: 'OFF' }],
    [
      'with a webhook, other accounts and schema discovery',
      { webhookUrl: 'https://example.com/hook' },
      {
        logLevel: 'TRACE',
        logDetail: 'FULL',
        putEventsAccountIds: ['111111111111'],
        allowedSources: ['kafka-connect.payments'],
        schemaDiscovery: true,
      },
    ],
    [
      'with a customer managed key',
      {},
      { encryptionKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555' },
    ],
  ])('%s', (_, props, busProps) => {
    const { root } = stackWith(props, busProps).node;
    if (!App.isApp(root)) throw new Error('The root of a stack is an app.');
    addChecks(root);
    expect(() => root.synth()).not.toThrow();
  });
});
