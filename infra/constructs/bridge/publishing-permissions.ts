import { Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { ConfigurationDocument } from './configuration-document.ts';
import { grantOffloading } from './offloading-permissions.ts';
import { grantRegistries } from './registry-permissions.ts';

/** The Region of an ARN: `arn:aws:events:eu-west-1:123456789012:event-bus/orders`. */
const REGION = /(?<=^arn:[\w-]+:events:)[^:]+/;

/**
 * What a role needs to carry records: see the one bus, put events on it, put parts of them into the offloading bucket, and
 * read the schemas that the records name. With `aws.eventbridge.iam.role.arn` it assumes that role for bus and bucket, and
 * may do nothing with them itself.
 *
 * @param registrySecretKeyArns customer managed KMS keys of the secrets of registries.
 */
export function grantPublishing(
  role: Role,
  { eventBusArn, configuration, formats }: ConfigurationDocument,
  registrySecretKeyArns?: readonly string[],
): void {
  const { role: assumed, offloading, globalEndpointId } = configuration;
  if (assumed === undefined) {
    grantBus(role, eventBusArn, globalEndpointId);
    if (offloading !== undefined) grantOffloading(role, offloading);
  } else {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'AssumePublishingRole',
        actions: ['sts:AssumeRole'],
        resources: [assumed.arn],
      }),
    );
  }
  grantRegistries(role, formats, registrySecretKeyArns);
}

/** A global endpoint passes events on to the bus of the same name and account in another Region, which it alone knows. */
function grantBus(role: Role, eventBusArn: string, globalEndpointId: string | undefined): void {
  if (globalEndpointId === undefined) {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'PutEvents',
        actions: ['events:DescribeEventBus', 'events:PutEvents'],
        resources: [eventBusArn],
      }),
    );
    return;
  }
  role.addToPrincipalPolicy(
    new PolicyStatement({
      sid: 'DescribeBus',
      actions: ['events:DescribeEventBus'],
      resources: [eventBusArn],
    }),
  );
  const everywhere = inEveryRegion(eventBusArn);
  role.addToPrincipalPolicy(
    new PolicyStatement({ sid: 'PutEvents', actions: ['events:PutEvents'], resources: [everywhere] }),
  );
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${everywhere}]`,
    reason: 'The global endpoint passes events on to the bus of this name in the Region that is healthy.',
  });
}

/** The ARN of the buses of one name and account in all Regions. */
function inEveryRegion(eventBusArn: string): string {
  return eventBusArn.replace(REGION, '*');
}
