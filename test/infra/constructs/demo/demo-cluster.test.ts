import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { DemoCluster } from '../../../../infra/constructs/demo/demo-cluster.ts';
import { DemoNetwork } from '../../../../infra/constructs/demo/demo-network.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';

const template = synthesise();
const GROUP = { 'Fn::GetAtt': [Match.stringLikeRegexp('^ClusterSecurityGroup'), 'GroupId'] };

describe('the cluster of the demo', () => {
  it('is small: two brokers with 10 GiB each, in two zones', () => {
    template.hasResource('AWS::MSK::Cluster', {
      DeletionPolicy: 'Delete',
      Properties: {
        KafkaVersion: '3.9.x.kraft',
        NumberOfBrokerNodes: 2,
        BrokerNodeGroupInfo: {
          InstanceType: 'kafka.m7g.large',
          ClientSubnets: [Match.anyValue(), Match.anyValue()],
          SecurityGroups: [GROUP],
          StorageInfo: { EBSStorageInfo: { VolumeSize: 10 } },
        },
      },
    });
  });

  it('takes another size of brokers', () => {
    synthesise('kafka.m5.large').hasResourceProperties('AWS::MSK::Cluster', {
      BrokerNodeGroupInfo: { InstanceType: 'kafka.m5.large' },
    });
  });

  it('takes IAM access control and TLS, and nothing else', () => {
    template.hasResourceProperties('AWS::MSK::Cluster', {
      ClientAuthentication: {
        Sasl: { Iam: { Enabled: true }, Scram: Match.absent() },
        Unauthenticated: { Enabled: false },
        Tls: Match.absent(),
      },
      EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true } },
    });
  });

  it('keeps the logs of its brokers for a week', () => {
    const [id] = Object.keys(
      template.findResources('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 7 } }),
    ).filter((name) => name.startsWith('ClusterBrokerLogs'));

    template.hasResourceProperties('AWS::MSK::Cluster', {
      LoggingInfo: { BrokerLogs: { CloudWatchLogs: { Enabled: true, LogGroup: { Ref: id } } } },
    });
  });

  it('has a name that fits MSK', () => {
    const [cluster] = Object.values(template.findResources('AWS::MSK::Cluster'));

    expect(cluster?.Properties.ClusterName).toMatch(/^[A-Za-z0-9-]{1,64}$/);
  });

  it('admits pollers and the two functions on the port of IAM access control', () => {
    const sources = Object.values(
      template.findResources('AWS::EC2::SecurityGroupIngress', {
        Properties: { FromPort: 9098, ToPort: 9098 },
      }),
    ).map(({ Properties }) => Properties.SourceSecurityGroupId['Fn::GetAtt'][0]);

    expect(sources).toHaveLength(2);
    expect(sources).toContainEqual(expect.stringMatching(/^ClusterSecurityGroup/));
    expect(sources).toContainEqual(expect.stringMatching(/^NetworkFunctionSecurityGroup/));
  });

  it('lets pollers out to the brokers and to S3', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      GroupId: GROUP,
      DestinationSecurityGroupId: GROUP,
      FromPort: 9098,
      ToPort: 9098,
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: Match.stringLikeRegexp('^Brokers'),
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 })],
    });
  });

  it.each(['events', 'notifications'])('has the topic %s, which survives the loss of a broker', (topic) => {
    template.hasResource('AWS::MSK::Topic', {
      DeletionPolicy: 'Delete',
      Properties: {
        ClusterArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Cluster'), 'Arn'] },
        TopicName: topic,
        PartitionCount: 10,
        ReplicationFactor: 2,
      },
    });
  });
});

function synthesise(instanceType?: string): Template {
  const stack = emptyStack();
  const network = new DemoNetwork(stack, 'Network');
  new DemoCluster(stack, 'Cluster', { network, ...(instanceType === undefined ? {} : { instanceType }) });
  return Template.fromStack(stack);
}
