import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { ConfigurationDocument } from './configuration-document.ts';
import { grantRegistries } from './registry-permissions.ts';

/**
 * What a role needs to carry records: see the one bus, put events on it, and read the schemas that the records name.
 *
 * @param registrySecretKeyArns customer managed KMS keys of the secrets of registries.
 */
export function grantPublishing(
  role: Role,
  { eventBusArn, formats }: ConfigurationDocument,
  registrySecretKeyArns?: readonly string[],
): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      sid: 'PutEvents',
      actions: ['events:DescribeEventBus', 'events:PutEvents'],
      resources: [eventBusArn],
    }),
  );
  grantRegistries(role, formats, registrySecretKeyArns);
}
