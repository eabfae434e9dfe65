import { Token } from 'aws-cdk-lib';

/** Where network interfaces are put, by ids: a network that exists already need not be looked up. */
export interface NetworkPlacement {
  /** `subnet-…`, all of one VPC. */
  readonly subnetIds: readonly string[];
  /** `sg-…` of that VPC. */
  readonly securityGroupIds: readonly string[];
}

const SUBNET = /^subnet-[0-9a-f]{8,17}$/;
const SECURITY_GROUP = /^sg-[0-9a-f]{8,17}$/;

/**
 * What is wrong with a placement; undefined when nothing is. Ids that are known at deployment only pass.
 *
 * @param name what the options call it.
 */
export function placementProblem(
  name: string,
  { subnetIds, securityGroupIds }: NetworkPlacement,
): string | undefined {
  if (subnetIds.length === 0 || securityGroupIds.length === 0) {
    return `${name} needs at least one subnet and one security group.`;
  }
  return (
    idProblem(`${name}.subnetIds`, subnetIds, SUBNET, 'subnet-0a1b2c3d') ??
    idProblem(`${name}.securityGroupIds`, securityGroupIds, SECURITY_GROUP, 'sg-0a1b2c3d')
  );
}

function idProblem(name: string, ids: readonly string[], form: RegExp, example: string): string | undefined {
  const wrong = ids.find((id) => !Token.isUnresolved(id) && !form.test(id));
  return wrong === undefined ? undefined : `${name} has "${wrong}". Give an id, such as ${example}.`;
}
