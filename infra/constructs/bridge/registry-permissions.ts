import { Aws, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { readsGlue, registrySecretArns, type SideFormat } from './topic-formats.ts';

/** Place of the Region in an ARN: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:name-AbCdEf`. */
const REGION_PART = 3;

/**
 * What a role needs to read the schemas that records name.
 *
 * @param secretKeyArns customer managed KMS keys of the registries' secrets.
 */
export function grantRegistries(
  role: Role,
  formats: readonly SideFormat[],
  secretKeyArns: readonly string[] = [],
): void {
  grantGlue(
    role,
    formats.filter(({ format }) => readsGlue(format.converter)),
  );
  grantSecrets(role, [...new Set(formats.flatMap(registrySecretArns))], secretKeyArns);
}

/** Schemas of this account, or roles of other accounts that may read theirs. */
function grantGlue(role: Role, formats: readonly SideFormat[]): void {
  const roleArns = [...new Set(formats.flatMap(({ format }) => format.glue.role?.arn ?? []))];
  if (roleArns.length > 0) {
    role.addToPrincipalPolicy(
      new PolicyStatement({ sid: 'AssumeRegistryRoles', actions: ['sts:AssumeRole'], resources: roleArns }),
    );
  }
  if (formats.every(({ format }) => format.glue.role !== undefined)) return;
  role.addToPrincipalPolicy(
    new PolicyStatement({ sid: 'ReadSchemas', actions: ['glue:GetSchemaVersion'], resources: ['*'] }),
  );
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'A record names its schema by the id of a version; glue:GetSchemaVersion by that id takes no narrower resource.',
  });
}

/** Users, tokens and certificates. Keys serve for nothing but the secrets: they may have other uses. */
function grantSecrets(role: Role, secretArns: readonly string[], keyArns: readonly string[]): void {
  if (secretArns.length === 0) return;
  role.addToPrincipalPolicy(
    new PolicyStatement({
      sid: 'ReadRegistrySecrets',
      actions: ['secretsmanager:GetSecretValue'],
      resources: [...secretArns],
    }),
  );
  if (keyArns.length === 0) return;
  const regions = new Set(secretArns.map((arn) => arn.split(':')[REGION_PART] ?? ''));
  role.addToPrincipalPolicy(
    new PolicyStatement({
      sid: 'DecryptRegistrySecrets',
      actions: ['kms:Decrypt'],
      resources: [...keyArns],
      conditions: {
        StringEquals: {
          'kms:ViaService': [...regions].map((region) => `secretsmanager.${region}.${Aws.URL_SUFFIX}`),
        },
      },
    }),
  );
}
