import { Fn } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { EventBusCheck } from '../../../../infra/constructs/event-bus/event-bus-check.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';

const BUS_ARN = 'arn:aws:events:eu-west-1:123456789012:event-bus/orders';

function templateOf(eventBusArn: string): Template {
  const stack = emptyStack();
  new EventBusCheck(stack, 'EventBusCheck', { bridgeName: 'payments', eventBusArn });
  return Template.fromStack(stack);
}

it('makes a rule on the bus that is off and without targets, so that a missing bus fails the deployment', () => {
  const [rule] = Object.values(templateOf(BUS_ARN).findResources('AWS::Events::Rule'));

  expect(rule?.Properties).toMatchObject({ EventBusName: BUS_ARN, State: 'DISABLED' });
  expect(rule?.Properties.Targets).toBeUndefined();
});

it('is made only where the bus is in the account and Region of the stack', () => {
  const template = templateOf(BUS_ARN);
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

it('takes a bus that is known at deployment only', () => {
  const [rule] = Object.values(templateOf(Fn.importValue('bus')).findResources('AWS::Events::Rule'));

  expect(rule?.Properties.EventBusName).toEqual({ 'Fn::ImportValue': 'bus' });
});
