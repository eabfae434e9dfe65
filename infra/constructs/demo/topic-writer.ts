import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { kafkaArns } from '../kafka/kafka-arns.ts';

/**
 * What an idempotent producer needs for one topic of a cluster with IAM access control.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
 */
export function topicWriteStatements(clusterArn: string, topic: string): PolicyStatement[] {
  const arns = kafkaArns(clusterArn);
  return [
    new PolicyStatement({
      sid: 'ConnectToBrokers',
      actions: ['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'],
      resources: [arns.cluster],
    }),
    new PolicyStatement({
      sid: 'WriteTopic',
      actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
      resources: [arns.topic(topic)],
    }),
  ];
}
