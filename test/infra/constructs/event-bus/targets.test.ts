import { CfnParameter, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { describe, expect, test } from 'vitest';
import { LogGroupTarget } from '../../../../infra/constructs/event-bus/log-group-target.ts';
import { QueueTarget } from '../../../../infra/constructs/event-bus/queue-target.ts';
import {
  TargetDelivery,
  type TargetDeliveryProps,
} from '../../../../infra/constructs/event-bus/target-delivery.ts';
import { WebhookTarget } from '../../../../infra/constructs/event-bus/webhook-target.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';
import { arnOf, logWriteStatements, only, resources, type TemplateResource } from './template-parts.ts';

type MakeTargets = (stack: Stack, delivery: TargetDelivery) => IRuleTarget[];

/** A stack with a rule on a custom bus for each list of targets. */
function templateWith(
  makeTargets: MakeTargets,
  { rules = 1, delivery }: { rules?: number; delivery?: TargetDeliveryProps } = {},
): Template {
  const stack = emptyStack();
  const eventBus = new EventBus(stack, 'Bus');
  const targets = makeTargets(stack, new TargetDelivery(stack, 'Delivery', delivery));
  for (let index = 0; index < rules; index++) {
    new Rule(stack, `Rule${index}`, { eventBus, eventPattern: { source: ['any'] }, targets });
  }
  return Template.fromStack(stack);
}

function targetOf(rule: TemplateResource): unknown {
  expect(rule.Properties.Targets).toHaveLength(1);
  return Array.isArray(rule.Properties.Targets) ? rule.Properties.Targets[0] : undefined;
}

function resourceNamed(template: Template, type: string, start: string): TemplateResource {
  const found = resources(template, type).find(({ logicalId }) => logicalId.startsWith(start));
  if (found === undefined) throw new Error(`The template has no ${type} whose id begins with ${start}.`);
  return found;
}

/** What a queue policy has beside the refusal of requests without TLS. */
function allowStatements(template: Template, policyStart: string): unknown[] {
  const policy = resourceNamed(template, 'AWS::SQS::QueuePolicy', policyStart);
  const { Statement } = Object(policy.Properties.PolicyDocument);
  const [refusal, ...allowed] = Array.isArray(Statement) ? Statement : [];
  expect(refusal).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  return allowed;
}

function sendStatement(queue: TemplateResource, rule: TemplateResource): object {
  return {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arnOf(queue),
    Condition: { ArnEquals: { 'aws:SourceArn': arnOf(rule) } },
  };
}

const log: MakeTargets = (stack, delivery) => [new LogGroupTarget(stack, 'Log', { delivery })];
const queue: MakeTargets = (stack, delivery) => [new QueueTarget(stack, 'Inbox', { delivery })];
const webhook: MakeTargets = (stack, delivery) => [
  new WebhookTarget(stack, 'Webhook', { delivery, url: 'https://example.com/hook' }),
];

describe('the delivery to targets', () => {
  test.each([
    ['log group', log],
    ['queue', queue],
    ['webhook', webhook],
  ])('goes on for a day and 185 attempts to a %s, then ends in the dead-letter queue', (_, makeTargets) => {
    const template = templateWith(makeTargets);
    expect(targetOf(only(template, 'AWS::Events::Rule'))).toMatchObject({
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: arnOf(resourceNamed(template, 'AWS::SQS::Queue', 'Delivery')) },
    });
  });

  test('ends sooner when told so, without any repetition if need be', () => {
    const template = templateWith(log, { delivery: { maxEventAgeSeconds: 60, retryAttempts: 0 } });
    expect(targetOf(only(template, 'AWS::Events::Rule'))).toMatchObject({
      RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
    });
  });

  test('lets every rule write dead letters, once, whatever the number of its targets', () => {
    const template = templateWith((...args) => [...log(...args), ...webhook(...args)], { rules: 2 });
    const deadLetters = only(template, 'AWS::SQS::Queue');
    expect(allowStatements(template, 'Delivery')).toEqual(
      resources(template, 'AWS::Events::Rule').map((rule) => sendStatement(deadLetters, rule)),
    );
  });

  test('retains dead letters, unless told otherwise', () => {
    expect(only(templateWith(log), 'AWS::SQS::Queue').DeletionPolicy).toBe('Retain');
    const template = templateWith(log, { delivery: { removalPolicy: RemovalPolicy.DESTROY } });
    expect(only(template, 'AWS::SQS::Queue').DeletionPolicy).toBe('Delete');
  });

  test.each<[TargetDeliveryProps, string]>([
    [{ maxEventAgeSeconds: 59 }, '"maxEventAgeSeconds" is 59: give 60 to 86400'],
    [{ maxEventAgeSeconds: 86_401 }, '"maxEventAgeSeconds" is 86401'],
    [{ retryAttempts: -1 }, '"retryAttempts" is -1: give 0 to 185'],
    [{ retryAttempts: 186 }, '"retryAttempts" is 186'],
    [{ retryAttempts: 1.5 }, '"retryAttempts" is 1.5'],
  ])('is refused with %j', (props, sentence) => {
    expect(() => new TargetDelivery(emptyStack(), 'Delivery', props)).toThrow(sentence);
  });
});

describe('a log group target', () => {
  const template = templateWith(log);
  const logGroup = only(template, 'AWS::Logs::LogGroup');
  const rule = only(template, 'AWS::Events::Rule');

  test('is a log group under /aws/events/ with a retention', () => {
    expect(logGroup).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: {
        LogGroupName: expect.stringMatching(/^\/aws\/events\/Test-Log-\w+$/),
        RetentionInDays: 30,
      },
    });
  });

  test('is named by its ARN without the stream wildcard, and without a role', () => {
    expect(targetOf(rule)).toMatchObject({
      Arn: { 'Fn::Join': ['', expect.arrayContaining([':log-group:', { Ref: logGroup.logicalId }])] },
    });
    expect(targetOf(rule)).not.toHaveProperty('RoleArn');
  });

  test('needs no function: EventBridge is let in by a resource policy, which the rule waits for', () => {
    template.resourceCountIs('AWS::Lambda::Function', 0);
    expect(logWriteStatements(template)).toEqual([writeStatement(logGroup)]);
    expect(rule.DependsOn).toEqual([only(template, 'AWS::Logs::ResourcePolicy').logicalId]);
  });

  test('shares the resource policy with the other log groups of its stack', () => {
    const both = templateWith((stack, delivery) => [
      new LogGroupTarget(stack, 'First', { delivery }),
      new LogGroupTarget(stack, 'Second', { delivery }),
    ]);
    expect(logWriteStatements(both)).toEqual(resources(both, 'AWS::Logs::LogGroup').map(writeStatement));
  });

  function writeStatement({ logicalId }: TemplateResource): object {
    return {
      Effect: 'Allow',
      Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `<${logicalId}.Arn>`,
    };
  }
});

describe('a queue target', () => {
  const template = templateWith(queue, { rules: 2 });
  const inbox = resourceNamed(template, 'AWS::SQS::Queue', 'Inbox');
  const rules = resources(template, 'AWS::Events::Rule');

  test('is an encrypted queue for the largest events', () => {
    expect(inbox).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: {
        SqsManagedSseEnabled: true,
        MaximumMessageSize: 1_048_576,
        MessageRetentionPeriod: 345_600,
      },
    });
  });

  test('is written to by its rules only, without a role', () => {
    expect(allowStatements(template, 'Inbox')).toEqual(rules.map((rule) => sendStatement(inbox, rule)));
    for (const rule of rules) {
      expect(targetOf(rule)).toMatchObject({ Arn: arnOf(inbox) });
      expect(targetOf(rule)).not.toHaveProperty('RoleArn');
    }
  });
});

describe('a webhook target', () => {
  const template = templateWith(webhook);
  const destination = only(template, 'AWS::Events::ApiDestination');

  test('posts to the address, ten times a second at most', () => {
    expect(destination.Properties).toEqual({
      ConnectionArn: arnOf(only(template, 'AWS::Events::Connection')),
      HttpMethod: 'POST',
      InvocationEndpoint: 'https://example.com/hook',
      InvocationRateLimitPerSecond: 10,
    });
  });

  test('shows a generated key, which is not in the template', () => {
    const secret = only(template, 'AWS::SecretsManager::Secret');
    expect(secret.Properties.GenerateSecretString).toEqual({ ExcludePunctuation: true, PasswordLength: 40 });
    expect(only(template, 'AWS::Events::Connection').Properties).toEqual({
      AuthorizationType: 'API_KEY',
      AuthParameters: {
        ApiKeyAuthParameters: {
          ApiKeyName: 'x-api-key',
          ApiKeyValue: {
            'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: secret.logicalId }, ':SecretString:::}}']],
          },
        },
      },
    });
  });

  test('is called in a role that may call this destination and nothing else', () => {
    const role = only(template, 'AWS::IAM::Role');
    expect(role.Properties).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'events.amazonaws.com' } },
        ],
      },
      Policies: [
        {
          PolicyName: 'PostToWebhook',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'events:InvokeApiDestination', Resource: arnOf(destination) },
            ],
          },
        },
      ],
    });
    template.resourceCountIs('AWS::IAM::Policy', 0);
    expect(targetOf(only(template, 'AWS::Events::Rule'))).toMatchObject({
      Arn: arnOf(destination),
      RoleArn: arnOf(role),
    });
  });

  test.each(['http://example.com', 'example.com', 'ftp://example.com', ''])(
    'is refused with the address "%s"',
    (url) => {
      const stack = emptyStack();
      const delivery = new TargetDelivery(stack, 'Delivery');
      expect(() => new WebhookTarget(stack, 'Webhook', { delivery, url })).toThrow('begins with https://');
    },
  );

  test.each([0, 301, 2.5])('is refused with %d posts a second', (ratePerSecond) => {
    const stack = emptyStack();
    const props = {
      delivery: new TargetDelivery(stack, 'Delivery'),
      url: 'https://example.com',
      ratePerSecond,
    };
    expect(() => new WebhookTarget(stack, 'Webhook', props)).toThrow(
      `"ratePerSecond" is ${ratePerSecond}: give 1 to 300`,
    );
  });

  test('takes an address that is known at deployment only', () => {
    const template = templateWith((stack, delivery) => [
      new WebhookTarget(stack, 'Webhook', { delivery, url: new CfnParameter(stack, 'Url').valueAsString }),
    ]);
    expect(only(template, 'AWS::Events::ApiDestination').Properties.InvocationEndpoint).toEqual({
      Ref: 'Url',
    });
  });
});
