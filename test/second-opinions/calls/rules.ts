import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { chapter } from '../chapter.ts';
import type { Clients } from '../clients.ts';

const BUS = 'opinions-rules';
const BUS_ARN = `arn:aws:events:eu-west-1:123456789012:event-bus/${BUS}`;
const RULE = 'orders';

async function putRule({ eventBridge }: Clients, input: Partial<PutRuleCommandInput>) {
  const rule = { Name: RULE, EventBusName: BUS, EventPattern: '{"source":["shop"]}', ...input };
  return (await eventBridge.send(new PutRuleCommand(rule))).RuleArn;
}

export const RULES = chapter(
  'EventBridge rules',
  async (clients) => {
    await clients.eventBridge.send(new CreateEventBusCommand({ Name: BUS }));
    await putRule(clients, { State: 'ENABLED' });
    return clients;
  },
  {
    DescribeEventBus: async ({ eventBridge }) => {
      const { Name, Arn } = await eventBridge.send(new DescribeEventBusCommand({ Name: BUS }));
      return { Name, Arn };
    },
    'DescribeEventBus, by its ARN': async ({ eventBridge }) => {
      const { Name, Arn } = await eventBridge.send(new DescribeEventBusCommand({ Name: BUS_ARN }));
      return { Name, Arn };
    },
    'DescribeEventBus, the default one': async ({ eventBridge }) => {
      const { Name, Arn } = await eventBridge.send(new DescribeEventBusCommand({}));
      return { Name, Arn };
    },
    'DescribeEventBus, one that does not exist': ({ eventBridge }) =>
      eventBridge.send(new DescribeEventBusCommand({ Name: 'nowhere' })),
    'CreateEventBus, again': ({ eventBridge }) => eventBridge.send(new CreateEventBusCommand({ Name: BUS })),
    'CreateEventBus, a name that cannot be': async ({ eventBridge }) => {
      const { EventBusArn } = await eventBridge.send(new CreateEventBusCommand({ Name: 'a b' }));
      return { EventBusArn };
    },
    'DeleteEventBus, the default one': ({ eventBridge }) =>
      eventBridge.send(new DeleteEventBusCommand({ Name: 'default' })),
    PutRule: (clients) => putRule(clients, { Name: 'other' }),
    'PutRule, on the default bus': (clients) => putRule(clients, { Name: 'other', EventBusName: 'default' }),
    'PutRule, on a bus that does not exist': (clients) => putRule(clients, { EventBusName: 'nowhere' }),
    ListRules: async ({ eventBridge }) => {
      const { Rules = [] } = await eventBridge.send(new ListRulesCommand({ EventBusName: BUS }));
      return Rules.map(({ Name }) => Name).sort();
    },
    'PutRule, no pattern': (clients) => putRule(clients, { EventPattern: undefined }),
    'PutRule, a pattern that is no JSON': (clients) => putRule(clients, { EventPattern: '{"source"' }),
    'PutRule, a pattern of 4,097 characters': (clients) => {
      const pattern = JSON.stringify({ source: ['x'.repeat(4_097 - '{"source":[""]}'.length)] });
      return putRule(clients, { Name: 'invalid', EventPattern: pattern });
    },
    'PutRule, a name that cannot be': (clients) => putRule(clients, { Name: 'a b' }),
    DescribeRule: async ({ eventBridge }) => {
      const rule = await eventBridge.send(new DescribeRuleCommand({ Name: RULE, EventBusName: BUS }));
      const { Name, Arn, EventPattern, State, EventBusName } = rule;
      return { Name, Arn, EventPattern, State, EventBusName };
    },
    'DescribeRule, one that does not exist': ({ eventBridge }) =>
      eventBridge.send(new DescribeRuleCommand({ Name: 'none', EventBusName: BUS })),
    'PutTargets, of a rule that does not exist': ({ eventBridge }) =>
      eventBridge.send(
        new PutTargetsCommand({
          Rule: 'none',
          EventBusName: BUS,
          Targets: [{ Id: 'log', Arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/orders' }],
        }),
      ),
    'PutTargets, a log group': async ({ eventBridge }) => {
      const Targets = [{ Id: 'log', Arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/other' }];
      const answer = await eventBridge.send(
        new PutTargetsCommand({ Rule: 'other', EventBusName: BUS, Targets }),
      );
      return answer.FailedEntryCount;
    },
    ListTargetsByRule: async ({ eventBridge }) =>
      (await eventBridge.send(new ListTargetsByRuleCommand({ Rule: 'other', EventBusName: BUS }))).Targets,
    'DeleteRule, one with targets': ({ eventBridge }) =>
      eventBridge.send(new DeleteRuleCommand({ Name: 'other', EventBusName: BUS })),
    'TestEventPattern, a match': async ({ eventBridge }) => {
      const Event = JSON.stringify({ source: 'shop' });
      const EventPattern = JSON.stringify({ source: ['shop'] });
      return (await eventBridge.send(new TestEventPatternCommand({ Event, EventPattern }))).Result;
    },
  },
);
