import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { TransactionProducer } from '../../../../infra/constructs/demo/transaction-producer.ts';
import { arnText, demoTemplate } from '../../../fixtures/demo.ts';
import { permissionsOf } from '../../../fixtures/policy.ts';
import { TRANSACTION_SCHEMA } from '../../../fixtures/transactions.ts';

const CLUSTER = 'arn:aws:kafka:eu-west-1:123456789012:cluster/demo/uuid-1';
const template = synthesise();

describe('the producer of transactions', () => {
  it('knows the schema and its version, and runs in the isolated subnets', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Demo: makes up card transactions',
      Timeout: 75,
      Environment: {
        Variables: {
          DEMO_TRANSACTION_SCHEMA: JSON.stringify(JSON.parse(TRANSACTION_SCHEMA)),
          DEMO_TRANSACTION_SCHEMA_VERSION_ID: {
            'Fn::GetAtt': [Match.stringLikeRegexp('Transaction'), 'InitialSchemaVersionId'],
          },
        },
      },
      VpcConfig: {
        SubnetIds: [
          { Ref: Match.stringLikeRegexp('IsolatedSubnet1') },
          { Ref: Match.stringLikeRegexp('IsolatedSubnet2') },
        ],
        SecurityGroupIds: [
          { 'Fn::GetAtt': [Match.stringLikeRegexp('NetworkFunctionSecurityGroup'), 'GroupId'] },
        ],
      },
    });
  });

  it('may write to the topic events, have network interfaces, and nothing else', () => {
    expect(arnsOf('TransactionsProducer')).toEqual({
      'kafka-cluster:Connect': [CLUSTER],
      'kafka-cluster:WriteDataIdempotently': [CLUSTER],
      'kafka-cluster:DescribeTopic': ['arn:aws:kafka:eu-west-1:123456789012:topic/demo/uuid-1/events'],
      'kafka-cluster:WriteData': ['arn:aws:kafka:eu-west-1:123456789012:topic/demo/uuid-1/events'],
      'ec2:AssignPrivateIpAddresses': ['*'],
      'ec2:CreateNetworkInterface': ['*'],
      'ec2:DeleteNetworkInterface': ['*'],
      'ec2:DescribeNetworkInterfaces': ['*'],
      'ec2:DescribeSubnets': ['*'],
      'ec2:UnassignPrivateIpAddresses': ['*'],
    });
  });
});

describe('the schedule of the producer', () => {
  it('starts a run each minute, once the topic exists, and keeps those that cannot start', () => {
    template.hasResource('AWS::Scheduler::Schedule', {
      Properties: {
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        State: 'ENABLED',
        GroupName: { Ref: Match.stringLikeRegexp('Group') },
        Target: {
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('MissedRuns'), 'Arn'] } },
          RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 3 },
        },
      },
      DependsOn: [Match.stringLikeRegexp('^ClusterEvents')],
    });
  });

  it('can be switched off', () => {
    synthesise(false).hasResourceProperties('AWS::Scheduler::Schedule', { State: 'DISABLED' });
  });

  it('asks MSK for the brokers and hands them to the function', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      Definition: {
        QueryLanguage: 'JSONata',
        StartAt: 'FindBrokers',
        States: {
          FindBrokers: {
            Arguments: { ClusterArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Cluster'), 'Arn'] } },
            Output: { bootstrapServers: '{% $states.result.BootstrapBrokerStringSaslIam %}' },
            Next: 'Produce',
          },
          Produce: {
            Arguments: {
              FunctionName: { 'Fn::GetAtt': [Match.stringLikeRegexp('ProducerFunction'), 'Arn'] },
              Payload: '{% $states.input %}',
            },
            End: true,
          },
        },
      },
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
    const integrations = Object.values(template.findResources('AWS::StepFunctions::StateMachine')).flatMap(
      ({ Properties: { Definition } }) => [Definition.States.FindBrokers, Definition.States.Produce],
    );

    expect(integrations.map(({ Resource }) => arnText(Resource))).toEqual([
      'arn:<AWS::Partition>:states:::aws-sdk:kafka:getBootstrapBrokers',
      'arn:<AWS::Partition>:states:::lambda:invoke',
    ]);
  });

  it('may find the brokers of the cluster and invoke the function', () => {
    expect(arnsOf('TransactionsScheduleStateMachineRole')).toEqual({
      'kafka:GetBootstrapBrokers': [CLUSTER],
      'lambda:InvokeFunction': ['<TransactionsProducerFunction.Arn>'],
    });
  });

  it('may start the state machine and keep missed runs', () => {
    expect(arnsOf('TransactionsScheduleScheduleRole')).toEqual({
      'states:StartExecution': ['<TransactionsScheduleStateMachine.Arn>'],
      'sqs:SendMessage': ['<TransactionsScheduleMissedRunsQueue.Arn>'],
    });
  });

  it('lends its roles to its own services of its own account', () => {
    for (const [service, conditions] of Object.entries({
      'states.amazonaws.com': {},
      'scheduler.amazonaws.com': {
        'aws:SourceArn': { 'Fn::GetAtt': [Match.stringLikeRegexp('Group'), 'Arn'] },
      },
    })) {
      template.hasResourceProperties('AWS::IAM::Role', {
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Action: 'sts:AssumeRole',
              Effect: 'Allow',
              Principal: { Service: service },
              Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' }, ...conditions } },
            },
          ],
        },
      });
    }
  });
});

function arnsOf(role: string): Record<string, unknown> {
  const permissions = Object.entries(permissionsOf(template, role));
  return Object.fromEntries(permissions.map(([action, resources]) => [action, resources.map(arnText)]));
}

function synthesise(enabled?: boolean) {
  return demoTemplate(({ stack, network, cluster, schemas }) => {
    new TransactionProducer(stack, 'Transactions', {
      network,
      cluster,
      schema: schemas.transaction,
      ...(enabled === undefined ? {} : { enabled }),
    });
  });
}
