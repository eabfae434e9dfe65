import { Aws, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { expect, it } from 'vitest';
import { EventBusCheck } from '../../../../infra/constructs/event-bus/event-bus-check.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';

const BUS_ARN = 'arn:aws:events:eu-west-1:123456789012:event-bus/orders';

function templateOf(busArn: (stack: Stack) => string): Template {
  const stack = emptyStack();
  new CfnResource(stack, 'Else', { type: 'AWS::SNS::Topic' });
  new EventBusCheck(stack, 'EventBusCheck', { bridgeName: 'payments', eventBusArn: busArn(stack) });
  return Template.fromStack(stack);
}

it('makes a rule on the bus that is off and without targets, so that a missing bus fails the deployment', () => {
  const [rule] = Object.values(templateOf(() => BUS_ARN).findResources('AWS::Events::Rule'));

  expect(rule?.Properties).toMatchObject({ EventBusName: BUS_ARN, State: 'DISABLED' });
  expect(rule?.Properties.Targets).toBeUndefined();
});

it('is made only where the bus is in the account and Region of the stack', () => {
  const template = templateOf(() => BUS_ARN);
  const [rule] = Object.values(template.findResources('AWS::Events::Rule'));
  const [[condition, expression] = []] = Object.entries(template.findConditions('*'));

  expect(rule?.Condition).toBe(condition);
  expect(expression).toEqual({
    'Fn::And': [
      { 'Fn::Equals': ['eu-west-1', { Ref: 'AWS::Region' }] },
      { 'Fn::Equals': ['123456789012', { Ref: 'AWS::AccountId' }] },
    ],
  });
});

it('takes a bus whose ARN is in a parameter', () => {
  const template = templateOf((stack) => StringParameter.valueForStringParameter(stack, '/bus-arn'));
  const [rule] = Object.values(template.findResources('AWS::Events::Rule'));

  expect(rule?.Properties.EventBusName).toEqual({ Ref: expect.stringContaining('busarn') });
});

it('takes a bus of the account and Region of the stack, whichever they are', () => {
  const template = templateOf(() => `arn:aws:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:event-bus/orders`);

  template.resourceCountIs('AWS::Events::Rule', 1);
});

/** Template error: a condition refers to parameters only. */
it.each<[string, (stack: Stack) => string]>([
  ['of the same stack', (stack) => new EventBus(stack, 'Bus').eventBusArn],
  ['of another stack', ({ node }) => new EventBus(new Stack(node.root, 'Other'), 'Bus').eventBusArn],
  ['that another stack exports', () => Fn.importValue('bus')],
])('makes no condition with a bus %s, which could not be deployed', (_, busArn) => {
  const template = templateOf(busArn);

  template.resourceCountIs('AWS::Events::Rule', 0);
  expect(template.findConditions('*')).toEqual({});
});
