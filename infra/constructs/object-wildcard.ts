import { Stack, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';

/**
 * Says why a role may touch the objects of a bucket, or those under a prefix. cdk-nag names the finding after the
 * statement's resource, so a bucket of the stack appears as `<LogicalId.Arn>`.
 */
export function acknowledgeObjectWildcard(
  role: Role,
  bucketArn: string,
  reason: string,
  objects = '/*',
): void {
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${findingName(Stack.of(role).resolve(bucketArn))}${objects}]`,
    reason,
  });
}

function findingName(arn: unknown): string {
  if (typeof arn === 'string') return arn;
  if (typeof arn === 'object' && arn !== null) {
    if ('Ref' in arn) return `<${String(arn.Ref)}>`;
    if ('Fn::GetAtt' in arn && Array.isArray(arn['Fn::GetAtt'])) return `<${arn['Fn::GetAtt'].join('.')}>`;
    if ('Fn::Join' in arn && Array.isArray(arn['Fn::Join'])) return joined(arn['Fn::Join']);
    if ('Fn::ImportValue' in arn) return findingName(arn['Fn::ImportValue']);
  }
  return JSON.stringify(arn);
}

function joined([separator, parts]: readonly unknown[]): string {
  return Array.isArray(parts) ? parts.map(findingName).join(String(separator)) : '';
}
