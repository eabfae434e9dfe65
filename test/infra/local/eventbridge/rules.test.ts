import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from 'vitest';
import { runStandIns } from '../running-stand-ins.ts';

const running = runStandIns();
const client = () => new EventBridgeClient(running.clientSettings);
const put = (source: string, EventBusName = 'default') =>
  client().send(
    new PutEventsCommand({ Entries: [{ Source: source, DetailType: 't', Detail: '{}', EventBusName }] }),
  );
const LOG_GROUP = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/demo';
const putRule = (Name: string, pattern: object, EventBusName = 'default') =>
  client().send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern), EventBusName }));

describe('Event buses', () => {
  test('are made, described, listed and deleted', async () => {
    // Act
    const created = await client().send(
      new CreateEventBusCommand({ Name: 'orders', Description: 'of the shop' }),
    );
    const described = await client().send(new DescribeEventBusCommand({ Name: 'orders' }));
    const listed = await client().send(new ListEventBusesCommand({ NamePrefix: 'ord' }));
    await client().send(new DeleteEventBusCommand({ Name: 'orders' }));
    const left = await client().send(new ListEventBusesCommand({}));

    // Assess
    const Arn = 'arn:aws:events:eu-west-1:123456789012:event-bus/orders';
    expect(created).toMatchObject({ EventBusArn: Arn, Description: 'of the shop' });
    expect(described).toMatchObject({ Name: 'orders', Arn, CreationTime: expect.any(Date) });
    expect(listed.EventBuses).toEqual([expect.objectContaining({ Name: 'orders', Arn })]);
    expect(left.EventBuses?.map(({ Name }) => Name)).toEqual(['default']);
  });

  test('that do not exist are not described', async () => {
    await expect(client().send(new DescribeEventBusCommand({ Name: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Event bus nobody does not exist.',
    });
  });

  test('are not made twice', async () => {
    running.standIns.eventBridge.createEventBus('orders');

    await expect(client().send(new CreateEventBusCommand({ Name: 'orders' }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'Event bus orders already exists.',
    });
  });

  test('keep the default one', async () => {
    await expect(client().send(new DeleteEventBusCommand({ Name: 'default' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Cannot delete event bus default.',
    });
  });
});

describe('Rules', () => {
  test('are put, described, listed and deleted', async () => {
    // Prepare
    running.standIns.eventBridge.createEventBus('orders');
    const pattern = { source: ['shop'] };

    // Act
    const made = await putRule('all', pattern, 'orders');
    const described = await client().send(new DescribeRuleCommand({ Name: 'all', EventBusName: 'orders' }));
    const listed = await client().send(new ListRulesCommand({ EventBusName: 'orders' }));
    await client().send(new DeleteRuleCommand({ Name: 'all', EventBusName: 'orders' }));
    const left = await client().send(new ListRulesCommand({ EventBusName: 'orders' }));

    // Assess
    const Arn = 'arn:aws:events:eu-west-1:123456789012:rule/orders/all';
    expect(made.RuleArn).toBe(Arn);
    expect(described).toMatchObject({
      Name: 'all',
      Arn,
      EventBusName: 'orders',
      EventPattern: '{"source":["shop"]}',
      State: 'ENABLED',
    });
    expect(listed.Rules).toHaveLength(1);
    expect(left.Rules).toEqual([]);
  });

  test('of the default bus leave its name out of their ARN', async () => {
    expect(await putRule('all', { source: ['shop'] })).toMatchObject({
      RuleArn: 'arn:aws:events:eu-west-1:123456789012:rule/all',
    });
  });

  test('count the events they match, and a disabled one matches none', async () => {
    // Prepare
    await putRule('shop', { source: ['shop'] });
    await putRule('any', { source: [{ exists: true }] });
    await client().send(new DisableRuleCommand({ Name: 'any' }));

    // Act
    await put('shop');
    await put('bank');
    await client().send(new EnableRuleCommand({ Name: 'any' }));
    await put('bank');

    // Assess
    const { eventBridge } = running.standIns;
    expect(eventBridge.rules().map(({ name, matchedCount }) => [name, matchedCount])).toEqual([
      ['shop', 1],
      ['any', 1],
    ]);
    expect(eventBridge.counts()).toMatchObject({ accepted: 3, unmatched: 1 });
  });

  test('see only the events of their own bus', async () => {
    running.standIns.eventBridge.createEventBus('orders');
    await putRule('shop', { source: ['shop'] }, 'orders');

    await put('shop');
    await put('shop', 'orders');

    expect(running.standIns.eventBridge.rules()[0]?.matchedCount).toBe(1);
  });

  test('keep their targets when they are put again', async () => {
    await putRule('shop', { source: ['shop'] });
    await client().send(new PutTargetsCommand({ Rule: 'shop', Targets: [{ Id: 'log', Arn: LOG_GROUP }] }));

    await putRule('shop', { source: ['bank'] });

    const { Targets } = await client().send(new ListTargetsByRuleCommand({ Rule: 'shop' }));
    expect(Targets).toEqual([{ Id: 'log', Arn: LOG_GROUP }]);
  });

  test('with a bad pattern are refused in the words of AWS', async () => {
    await expect(putRule('bad', { string: 'my-value' })).rejects.toMatchObject({
      name: 'InvalidEventPatternException',
      message: expect.stringMatching(
        /^Event pattern is not valid. Reason: "string" must be an object or an array/,
      ),
    });
  });

  test('on a bus that does not exist are refused', async () => {
    await expect(putRule('all', { source: ['shop'] }, 'nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Event bus nobody does not exist.',
    });
  });

  test('that do not exist are not described', async () => {
    await expect(client().send(new DescribeRuleCommand({ Name: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Rule none does not exist on EventBus default.',
    });
  });

  test('with targets are not deleted', async () => {
    await putRule('shop', { source: ['shop'] });
    await client().send(new PutTargetsCommand({ Rule: 'shop', Targets: [{ Id: 'log', Arn: LOG_GROUP }] }));

    await expect(client().send(new DeleteRuleCommand({ Name: 'shop' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: "Rule can't be deleted since it has targets.",
    });
    await client().send(new RemoveTargetsCommand({ Rule: 'shop', Ids: ['log'] }));
    await expect(client().send(new DeleteRuleCommand({ Name: 'shop' }))).resolves.toBeDefined();
  });

  test('need a pattern', async () => {
    await expect(client().send(new PutRuleCommand({ Name: 'none' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    });
  });
});

describe('Targets', () => {
  const targets = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ Id: `target-${index}`, Arn: LOG_GROUP }));

  test('are at most five for a rule', async () => {
    await putRule('shop', { source: ['shop'] });
    await client().send(new PutTargetsCommand({ Rule: 'shop', Targets: targets(5) }));

    await expect(
      client().send(new PutTargetsCommand({ Rule: 'shop', Targets: [{ Id: 'sixth', Arn: LOG_GROUP }] })),
    ).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'The requested resource exceeds the maximum number allowed.',
    });
  });

  test.each([
    [
      '!@#$@!#$',
      "1 validation error detected: Value '!@#$@!#$' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    [
      'i'.repeat(65),
      `1 validation error detected: Value '${'i'.repeat(65)}' at 'targets.1.member.id' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
  ])('with the id %s are refused in the words of AWS', async (Id, message) => {
    await putRule('shop', { source: ['shop'] });

    await expect(
      client().send(new PutTargetsCommand({ Rule: 'shop', Targets: [{ Id, Arn: LOG_GROUP }] })),
    ).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  test.each([
    [
      'another kind of target',
      { Arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f' },
      /delivers to log groups/,
    ],
    [
      'an API destination nobody made',
      { Arn: 'arn:aws:events:eu-west-1:123456789012:api-destination/x/1' },
      /API destinations made here/,
    ],
    [
      'an input transformer',
      { Arn: LOG_GROUP, InputTransformer: { InputTemplate: '{}' } },
      /InputTransformer is not supported/,
    ],
    ['an input path', { Arn: LOG_GROUP, InputPath: '$.detail' }, /InputPath is not supported/],
  ])('are refused, not ignored, when they ask for %s', async (_, target, message) => {
    await putRule('shop', { source: ['shop'] });

    await expect(
      client().send(new PutTargetsCommand({ Rule: 'shop', Targets: [{ Id: 'x', ...target }] })),
    ).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
  });
});

describe('TestEventPattern', () => {
  const event = JSON.stringify({
    id: '1',
    account: '123456789012',
    source: 'shop',
    time: '2026-10-01T12:00:00Z',
    region: 'eu-west-1',
    resources: [],
    'detail-type': 't',
    detail: { a: 1 },
  });

  test.each([
    ['a matching event', { detail: { a: [1] } }, true],
    ['another event', { detail: { a: [2] } }, false],
  ])('tells %s', async (_, pattern, Result) => {
    const command = new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: event });

    expect(await client().send(command)).toMatchObject({ Result });
  });

  test('refuses an event that is no object', async () => {
    const command = new TestEventPatternCommand({ EventPattern: '{"source":["shop"]}', Event: '[]' });

    await expect(client().send(command)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Parameter Event is not valid.',
    });
  });
});
