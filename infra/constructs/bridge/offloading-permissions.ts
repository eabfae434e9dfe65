import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { OffloadingConfiguration } from '../../../shared/configuration/configuration.ts';
import { acknowledgeObjectWildcard } from '../object-wildcard.ts';

/** Place of the Region in an ARN: `arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab`. */
const REGION_PART = 3;

/**
 * What a role needs to put parts of events into a bucket, and nothing else: to write below the prefix, and to have S3
 * encrypt with the key that the document names. S3 needs the key for decryption as well, where the bucket has a bucket key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function grantOffloading(
  role: Role,
  { bucket, prefix, kmsKeyArn }: Pick<OffloadingConfiguration, 'bucket' | 'prefix' | 'kmsKeyArn'>,
): void {
  const bucketArn = `arn:${Aws.PARTITION}:s3:::${bucket}`;
  const objects = `/${literally(prefix)}*`;
  role.addToPrincipalPolicy(
    new PolicyStatement({
      sid: 'OffloadValues',
      actions: ['s3:PutObject'],
      resources: [`${bucketArn}${objects}`],
    }),
  );
  acknowledgeObjectWildcard(
    role,
    bucketArn,
    'The key of an offloaded value holds topic, partition and offset of its record.',
    objects,
  );
  if (kmsKeyArn === undefined) return;
  role.addToPrincipalPolicy(
    new PolicyStatement({
      sid: 'EncryptOffloadedValues',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [kmsKeyArn],
      conditions: {
        StringEquals: { 'kms:ViaService': `s3.${kmsKeyArn.split(':')[REGION_PART]}.${Aws.URL_SUFFIX}` },
      },
    }),
  );
}

/** An asterisk of a prefix is no wildcard. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
function literally(prefix: string): string {
  return prefix.replaceAll('*', '${*}');
}
