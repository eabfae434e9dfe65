import type { ImportContext } from './import-context.ts';
import type { ImportLine } from './import-line.ts';

/** What is not among the properties of the connector: the cluster and, with MSK Connect, role and capacity. */
export function surroundingLines({ connector, bridgeName, hasClusterArn }: ImportContext): ImportLine[] {
  const { surroundings } = connector;
  return [
    // Among the properties it has a line of its own.
    ...(connector.name === undefined || connector.properties.has('name')
      ? []
      : [
          {
            property: 'name',
            value: connector.name,
            fate: 'changed' as const,
            becomes: `bridge ${bridgeName}`,
            why: `Its stack is KafkaEventBridge-${bridgeName}.`,
          },
        ]),
    {
      property: 'cluster',
      fate: 'added',
      becomes: hasClusterArn ? '--cluster-arn, with IAM access control' : clusterReference(bridgeName),
      why: hasClusterArn
        ? 'For another authentication, change source in the file.'
        : 'The worker knows the cluster. Write that SSM parameter with the ARN of an MSK cluster, give --cluster-arn ARN, or change source in the file.',
    },
    ...(surroundings === undefined
      ? []
      : [
          ...(surroundings.authentication === undefined || surroundings.authentication === 'IAM'
            ? []
            : [
                {
                  property: 'authenticationType',
                  value: surroundings.authentication,
                  fate: 'changed' as const,
                  becomes: 'source.authentication of the bridge',
                  why: 'The file says iam. Change it to unauthenticated-tls if the cluster lets Lambda in without.',
                },
              ]),
          {
            property: 'serviceExecutionRoleArn',
            ...(surroundings.roleArn === undefined ? {} : { value: surroundings.roleArn }),
            fate: 'changed' as const,
            becomes: 'a role of the bridge',
            why: 'The deployment makes it, with what it needs. Policies of buses, keys and registries that name the old role have to name it.',
          },
          {
            property: 'capacity, plugins, logDelivery',
            fate: 'not needed' as const,
            why: 'There are no workers.',
          },
        ]),
  ];
}

/** Where the deployment looks for the ARN of the cluster when none was given. */
export function clusterReference(bridgeName: string): string {
  return `ssm:/kafka-eventbridge/${bridgeName}/cluster-arn`;
}
