import { Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { describe, expect, it } from 'vitest';
import {
  parameterReference,
  resolveParameterReferences,
} from '../../../infra/config/parameter-references.ts';
import { emptyStack } from '../../fixtures/cdk.ts';

describe('a value that names an SSM parameter', () => {
  it('is the value of the parameter when the stack is deployed, wherever it stands', () => {
    const stack = emptyStack();
    const reference = parameterReference('/platform/kafka/cluster-arn');

    const resolved = resolveParameterReferences(stack, {
      source: { clusterArn: reference },
      topics: [reference, 'payments'],
    });

    expect(Token.isUnresolved(resolved.source.clusterArn)).toBe(true);
    expect(resolved.topics[1]).toBe('payments');
    new StringParameter(stack, 'Used', { stringValue: resolved.source.clusterArn });
    expect(
      Object.values(
        Template.fromStack(stack).findParameters('*', { Type: 'AWS::SSM::Parameter::Value<String>' }),
      ),
    ).toContainEqual({ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/platform/kafka/cluster-arn' });
  });

  it.each(['ssm', 'ssm:', 'arn:aws:ssm:eu-west-1:123456789012:parameter/x', 'my ssm:/x', 'ssm:/with space'])(
    'is nothing but %j',
    (text) => {
      expect(resolveParameterReferences(emptyStack(), { text }).text).toBe(text);
    },
  );

  it('leaves numbers, booleans and lists as they are', () => {
    const options = { a: 1, b: true, c: [1, 'x', { d: false }] };

    expect(resolveParameterReferences(emptyStack(), options)).toEqual(options);
  });
});
