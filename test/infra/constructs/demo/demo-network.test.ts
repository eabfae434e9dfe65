import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { DemoNetwork } from '../../../../infra/constructs/demo/demo-network.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';

const template = synthesise();

describe('the network of the demo', () => {
  it('has two isolated subnets and no way to the internet', () => {
    template.resourceCountIs('AWS::EC2::Subnet', 2);
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
    for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::Route']) {
      template.resourceCountIs(type, 0);
    }
  });

  it('needs no custom resource', () => {
    const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>);

    expect(
      types.filter(({ Type }) => Type.startsWith('Custom::') || Type === 'AWS::Lambda::Function'),
    ).toEqual([]);
  });

  it('records its flows for a week', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', { ResourceType: 'VPC', TrafficType: 'ALL' });
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 7 },
      DeletionPolicy: 'Delete',
    });
  });

  it('reaches S3 for nothing, and writes only to buckets of its account', () => {
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      PolicyDocument: {
        Statement: [
          {
            Sid: 'WriteToOwnBuckets',
            Effect: 'Allow',
            Principal: { AWS: '*' },
            Action: ['s3:ListBucket', 's3:PutObject'],
            Resource: '*',
            Condition: { StringEquals: { 's3:ResourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    });
  });

  it('reaches the Glue Schema Registry from one zone, to read schemas', () => {
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.glue']] },
      SubnetIds: [{ Ref: Match.stringLikeRegexp('IsolatedSubnet1') }],
      PrivateDnsEnabled: true,
      PolicyDocument: {
        Statement: [
          {
            Sid: 'ReadSchemas',
            Effect: 'Allow',
            Principal: { AWS: '*' },
            Action: 'glue:GetSchemaVersion',
            Resource: '*',
            Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    });
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
  });

  it('lets functions out to brokers and endpoints, and nobody in to them', () => {
    const inside = { 'Fn::GetAtt': [Match.stringLikeRegexp('Vpc'), 'CidrBlock'] };

    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Demo producer and analyzer',
      SecurityGroupEgress: [
        Match.objectLike({ CidrIp: inside, FromPort: 9098, ToPort: 9098 }),
        Match.objectLike({ CidrIp: inside, FromPort: 443, ToPort: 443 }),
      ],
      SecurityGroupIngress: Match.absent(),
    });
  });

  it('lets only the functions in to the registry', () => {
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 443,
      ToPort: 443,
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('RegistrySecurityGroup'), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('FunctionSecurityGroup'), 'GroupId'] },
    });
  });
});

function synthesise(): Template {
  const stack = emptyStack();
  new DemoNetwork(stack, 'Network');
  return Template.fromStack(stack);
}
