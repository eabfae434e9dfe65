import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { SecretReference } from './source.ts';

/** What it takes to read secrets, and to decrypt those under a key of the customer. */
export function secretStatements(secrets: readonly SecretReference[]): PolicyStatement[] {
  const keys = secrets.flatMap(({ secretKeyArn }) => (secretKeyArn === undefined ? [] : [secretKeyArn]));
  return [
    ...(secrets.length === 0
      ? []
      : [
          new PolicyStatement({
            actions: ['secretsmanager:GetSecretValue'],
            resources: secrets.map(({ secretArn }) => secretArn),
          }),
        ]),
    ...(keys.length === 0 ? [] : [new PolicyStatement({ actions: ['kms:Decrypt'], resources: keys })]),
  ];
}
