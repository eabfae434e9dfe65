import { Fn } from 'aws-cdk-lib';

/** ARNs of what IAM access control knows in one cluster. */
export interface KafkaArns {
  readonly cluster: string;
  topic(name: string): string;
  group(name: string): string;
  transactionalId(name: string): string;
}

/**
 * Topics, groups and transactional ids of a cluster, from the ARN of the cluster
 * (`arn:aws:kafka:<region>:<account>:cluster/<name>/<uuid>`), which may be a token.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_apachekafkaapisforamazonmskclusters.html
 */
export function kafkaArns(clusterArn: string): KafkaArns {
  const parts = Fn.split(':cluster/', clusterArn);
  const account = Fn.select(0, parts);
  const cluster = Fn.select(1, parts);
  return {
    cluster: clusterArn,
    topic: (name) => `${account}:topic/${cluster}/${name}`,
    group: (name) => `${account}:group/${cluster}/${name}`,
    transactionalId: (name) => `${account}:transactional-id/${cluster}/${name}`,
  };
}
