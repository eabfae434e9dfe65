import {
  AclOperations,
  AclPermissionTypes,
  type Admin,
  ResourcePatternTypes,
  type ResourceTypeValue,
} from '@platformatic/kafka';
import { BROKER_USER } from './server-properties.ts';

/** From now on, the user of the broker may not read this topic or group. */
export async function forbidReading(
  admin: Admin,
  resourceType: ResourceTypeValue,
  resourceName: string,
): Promise<void> {
  const creation = {
    resourceType,
    resourceName,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: `User:${BROKER_USER.username}`,
    host: '*',
    operation: AclOperations.READ,
    permissionType: AclPermissionTypes.DENY,
  };
  await admin.createAcls({ creations: [creation] });
}
