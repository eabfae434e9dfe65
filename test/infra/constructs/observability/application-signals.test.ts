import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ApplicationSignals } from '../../../../infra/constructs/observability/application-signals.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';
import { bridgeIn, monitoredStack } from './monitored-stack.ts';

const LAYER = 'arn:aws:lambda:eu-west-1:615299751070:layer:AWSOpenTelemetryDistroJs:1';

describe('Application Signals', () => {
  it('puts the layer on the function and starts it through its wrapper', () => {
    monitoredStack({ applicationSignals: { layerVersionArn: LAYER } }).hasResourceProperties(
      'AWS::Lambda::Function',
      {
        Layers: [LAYER],
        Environment: {
          Variables: {
            POWERTOOLS_SERVICE_NAME: 'payments',
            AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-instrument',
            OTEL_SERVICE_NAME: 'payments',
          },
        },
      },
    );
  });

  it('lets the function write to the log group of Application Signals and nothing else', () => {
    // Prepare
    const stack = emptyStack();
    const bridge = bridgeIn(stack);

    // Act
    new ApplicationSignals(stack, 'Signals', { bridge, serviceName: 'payments', layerVersionArn: LAYER });

    // Assess
    const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    const added = policy?.Properties.PolicyDocument.Statement.filter(
      ({ Sid }: { Sid?: string }) => Sid !== undefined,
    );
    expect(added).toEqual([
      {
        Sid: 'WriteApplicationSignals',
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':logs:',
              { Ref: 'AWS::Region' },
              ':',
              { Ref: 'AWS::AccountId' },
              ':log-group:/aws/application-signals/data:*',
            ],
          ],
        },
      },
    ]);
  });

  it('leaves the function as it is unless it is asked for', () => {
    const template = monitoredStack();

    template.hasResourceProperties('AWS::Lambda::Function', {
      Layers: Match.absent(),
      Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'payments' } },
    });
  });
});
