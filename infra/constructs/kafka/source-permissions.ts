import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { kafkaArns } from './kafka-arns.ts';
import { secretStatements } from './secret-statements.ts';
import type { KafkaSource } from './source.ts';
import { sourceSecrets } from './source-access.ts';

/** What of a cluster one mapping touches. */
export interface ReadScope {
  readonly topic: string;
  readonly consumerGroupId: string;
  /** Topic of an on-failure destination in the same cluster. */
  readonly destinationTopic?: string;
}

/** Why the network interface statement names no resource; for reviewers and for cdk-nag. */
export const NETWORK_INTERFACE_REASON =
  "The pollers' interfaces are made in the subnets of the cluster, whose ids are not known here; EC2 describe actions take no resource. AWS's policy AWSLambdaMSKExecutionRole has the same statement.";

/**
 * Statements of the execution role with which Lambda's pollers read a topic: connect, describe, read, and commit to the
 * consumer group; network interfaces; secrets. A group that is fixed beforehand is what allows naming it here. They have no
 * Sid: several topics of one role would repeat it, and CDK joins what is alike.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-permissions.html
 */
export function sourceStatements(source: KafkaSource, scope: ReadScope): PolicyStatement[] {
  return [
    ...mskStatements(source),
    ...iamStatements(source, scope),
    ...networkStatements(source),
    ...secretStatements(sourceSecrets(source)),
  ];
}

/** Whether Lambda makes network interfaces for the source: always but for brokers on the internet. */
export function needsNetworkInterfaces(source: KafkaSource): boolean {
  return source.type !== 'self-managed' || source.network !== undefined;
}

function mskStatements(source: KafkaSource): PolicyStatement[] {
  if (source.type === 'self-managed') return [];
  const statements = [
    new PolicyStatement({
      actions: ['kafka:DescribeCluster', 'kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'],
      resources: [source.clusterArn],
    }),
  ];
  if (source.type === 'msk-vpc-connection') {
    statements.push(
      new PolicyStatement({
        actions: ['kafka:DescribeVpcConnection'],
        resources: [source.vpcConnectionArn],
      }),
    );
  }
  if (source.authentication.type === 'scram-512') {
    statements.push(
      new PolicyStatement({
        actions: ['kafka:ListScramSecrets'],
        resources: [source.clusterArn],
      }),
    );
  }
  return statements;
}

function iamStatements(source: KafkaSource, scope: ReadScope): PolicyStatement[] {
  if (source.authentication.type === 'iam-oauth-bearer') {
    return [
      new PolicyStatement({
        actions: ['sts:GetWebIdentityToken'],
        resources: ['*'],
        conditions: {
          'ForAnyValue:StringEquals': { 'sts:IdentityTokenAudience': source.authentication.audience },
        },
      }),
    ];
  }
  if (source.authentication.type !== 'iam') return [];
  const clusterArn = 'clusterArn' in source ? source.clusterArn : source.authentication.clusterArn;
  return clusterStatements(clusterArn, scope);
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/msk-cluster-auth.html#msk-iam-auth */
function clusterStatements(clusterArn: string, scope: ReadScope): PolicyStatement[] {
  const arns = kafkaArns(clusterArn);
  const statements = [
    new PolicyStatement({
      actions: ['kafka-cluster:Connect'],
      resources: [arns.cluster],
    }),
    new PolicyStatement({
      actions: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
      resources: [arns.group(scope.consumerGroupId)],
    }),
    new PolicyStatement({
      actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
      resources: [arns.topic(scope.topic)],
    }),
  ];
  if (scope.destinationTopic !== undefined) {
    statements.push(
      new PolicyStatement({
        actions: ['kafka-cluster:DescribeCluster'],
        resources: [arns.cluster],
      }),
      new PolicyStatement({
        actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData', 'kafka-cluster:WriteData'],
        resources: [arns.topic(scope.destinationTopic)],
      }),
    );
  }
  return statements;
}

function networkStatements(source: KafkaSource): PolicyStatement[] {
  if (!needsNetworkInterfaces(source)) return [];
  return [
    new PolicyStatement({
      actions: [
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      resources: ['*'],
    }),
  ];
}
