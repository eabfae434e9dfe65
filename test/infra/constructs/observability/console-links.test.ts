import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { ConsoleLinks } from '../../../../infra/constructs/observability/console-links.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';
import { monitoredStack } from './monitored-stack.ts';

function stackIn(region: string): Stack {
  const { node } = emptyStack();
  return new Stack(new App({ context: node.getAllContext(), analyticsReporting: false }), 'Test', {
    env: { account: '123456789012', region },
  });
}

describe('links to the console', () => {
  it.each([
    ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1'],
    ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1'],
    [
      'us-gov-west-1',
      'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1',
    ],
  ])('in %s start with %s', (region, start) => {
    expect(new ConsoleLinks(stackIn(region)).dashboard('some-name')).toBe(
      `${start}#dashboards/dashboard/some-name`,
    );
  });

  it('of a stack for any Region are completed at deployment, in its partition', () => {
    const stack = emptyStack();

    expect(stack.resolve(new ConsoleLinks(stack).dashboard('some-name'))).toEqual({
      'Fn::Join': [
        '',
        [
          'https://',
          { Ref: 'AWS::Region' },
          '.',
          {
            'Fn::If': [
              'IsGovCloud',
              'console.amazonaws-us-gov.com',
              { 'Fn::If': ['IsChina', 'console.amazonaws.cn', 'console.aws.amazon.com'] },
            ],
          },
          '/cloudwatch/home?region=',
          { Ref: 'AWS::Region' },
          '#dashboards/dashboard/some-name',
        ],
      ],
    });
    const template = monitoredStack();
    template.hasCondition('IsChina', {
      'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws-cn'],
    });
    template.hasCondition('IsGovCloud', {
      'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws-us-gov'],
    });
  });

  it('of several bridges in a stack share the conditions', () => {
    const stack = emptyStack();

    expect(() => [new ConsoleLinks(stack), new ConsoleLinks(stack)]).not.toThrow();
  });

  it('encode a query as the console does', () => {
    const link = new ConsoleLinks(stackIn('eu-west-1')).logsInsights('/aws/lambda/x', 'fields @a\n| limit 2');

    expect(link).toBe(
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:logs-insights$3FqueryDetail$3D~(editorString~'fields*20*40a*0a*7c*20limit*202~source~(~'*2faws*2flambda*2fx))",
    );
  });

  it('leave no condition in a template of a known Region', () => {
    expect(monitoredStack({}, { stack: stackIn('eu-west-1') }).toJSON()).not.toHaveProperty('Conditions');
  });
});
