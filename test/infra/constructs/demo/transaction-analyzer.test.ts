import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { TransactionAnalyzer } from '../../../../infra/constructs/demo/transaction-analyzer.ts';
import { arnText, demoTemplate } from '../../../fixtures/demo.ts';
import { permissionsOf } from '../../../fixtures/policy.ts';

const CLUSTER = 'arn:aws:kafka:eu-west-1:123456789012:cluster/demo/uuid-1';
const TOPICS = 'arn:aws:kafka:eu-west-1:123456789012:topic/demo/uuid-1';

describe('the analyzer of transactions', () => {
  const template = demoTemplate(({ stack, network, cluster, schemas }) => {
    new TransactionAnalyzer(stack, 'Analysis', { network, cluster, schema: schemas.notification });
  });

  it('knows the version of its schema, and runs in the isolated subnets', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Demo: notifies of suspicious card transactions',
      Environment: {
        Variables: {
          DEMO_NOTIFICATION_SCHEMA_VERSION_ID: {
            'Fn::GetAtt': [Match.stringLikeRegexp('Notification'), 'InitialSchemaVersionId'],
          },
        },
      },
      VpcConfig: { SubnetIds: [Match.anyValue(), Match.anyValue()] },
    });
  });

  it('is given the topic events by one poller, once both topics exist', () => {
    template.hasResource('AWS::Lambda::EventSourceMapping', {
      Properties: {
        Topics: ['events'],
        AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'Test-demo-analyzer' },
        ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1 },
        DestinationConfig: {
          OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('Failures'), 'Arn'] } },
        },
      },
      DependsOn: [Match.stringLikeRegexp('^ClusterEvents'), Match.stringLikeRegexp('^ClusterNotifications')],
    });
  });

  it('may write to the topic notifications, read the topic events, and read schemas', () => {
    const permissions = permissionsOf(template, 'AnalysisAnalyzer');
    const kafka = Object.entries(permissions).filter(([action]) => /^(kafka-cluster|glue):/.test(action));

    expect(
      Object.fromEntries(kafka.map(([action, resources]) => [action, resources.map(arnText).sort()])),
    ).toEqual({
      'kafka-cluster:Connect': [CLUSTER, CLUSTER],
      'kafka-cluster:WriteDataIdempotently': [CLUSTER],
      'kafka-cluster:DescribeTopic': [`${TOPICS}/events`, `${TOPICS}/notifications`],
      'kafka-cluster:WriteData': [`${TOPICS}/notifications`],
      'kafka-cluster:ReadData': [`${TOPICS}/events`],
      'kafka-cluster:AlterGroup': [
        'arn:aws:kafka:eu-west-1:123456789012:group/demo/uuid-1/Test-demo-analyzer',
      ],
      'kafka-cluster:DescribeGroup': [
        'arn:aws:kafka:eu-west-1:123456789012:group/demo/uuid-1/Test-demo-analyzer',
      ],
      'glue:GetSchemaVersion': ['*'],
    });
  });
});
