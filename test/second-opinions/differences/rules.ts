import type { KnownDifference } from '../known-difference.ts';

const PUT_RULE = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html';

export const RULE_DIFFERENCES: readonly KnownDifference[] = [
  {
    questions: ['CreateEventBus, a name that cannot be'],
    standIns: '400 ValidationException',
    moto: '{"EventBusArn":"arn:aws:events:eu-west-1:123456789012:event-bus/a b"}',
    right: 'stand-ins',
    why: 'The name has a pattern in the model of the service. moto takes any.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html',
  },
  {
    questions: ['PutRule, a pattern of 4,097 characters'],
    standIns: '400 ValidationException',
    moto: '"arn:aws:events:eu-west-1:123456789012:rule/opinions-rules/invalid"',
    right: 'stand-ins',
    why: 'A pattern has up to 4,096 characters in the model of the service. moto takes any length.',
    source: PUT_RULE,
  },
  {
    questions: ['PutRule, a name that cannot be'],
    standIns: '400 ValidationException',
    moto: '"arn:aws:events:eu-west-1:123456789012:rule/opinions-rules/a b"',
    right: 'stand-ins',
    why: 'The name has a pattern in the model of the service. moto takes any.',
    source: PUT_RULE,
  },
  {
    questions: ['TestEventPattern, a match'],
    standIns: 'true',
    moto: 'done',
    right: 'stand-ins',
    why: 'moto knows the operation by name and answers nothing. Patterns are therefore compared by what rules deliver.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html',
  },
];
