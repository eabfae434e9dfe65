import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface RecordBucketProps {
  /** Days after which an object is deleted. @default 90 */
  readonly retentionDays?: number;
  /** Customer managed KMS key; its policy must let the account use it. @default - keys of S3 */
  readonly encryptionKeyArn?: string;
  /** What becomes of the bucket with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

const NONCURRENT_DAYS = 30;
const ABORT_UPLOAD_DAYS = 7;

/**
 * A bucket for records that could not be carried: versioned, so that nothing is overwritten for good, encrypted, TLS only,
 * private, and emptied by a lifecycle.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class RecordBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: RecordBucketProps = {}) {
    super(scope, id);
    const { encryptionKeyArn } = props;
    this.bucket = new Bucket(this, 'Bucket', {
      ...(encryptionKeyArn === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : {
            encryption: BucketEncryption.KMS,
            encryptionKey: Key.fromKeyArn(this, 'Key', encryptionKeyArn),
            bucketKeyEnabled: true,
          }),
      versioned: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        {
          id: 'ForgetOldRecords',
          expiration: Duration.days(props.retentionDays ?? 90),
          noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
          abortIncompleteMultipartUploadAfter: Duration.days(ABORT_UPLOAD_DAYS),
        },
      ],
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Objects are written by one role and read by operators, whose access CloudTrail data events record; an access log would need a bucket that has none itself.',
    });
  }
}
