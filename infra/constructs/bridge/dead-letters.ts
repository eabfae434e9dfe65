import type { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEAD_LETTER_PREFIX } from '../../../shared/dead-letter-objects.ts';
import { ENVIRONMENT } from '../../../shared/environment.ts';
import { acknowledgeObjectWildcard } from '../object-wildcard.ts';
import { RecordBucket } from '../storage/record-bucket.ts';
import { RecordQueue } from '../storage/record-queue.ts';

export interface DeadLettersProps {
  readonly hasQueue: boolean;
  readonly hasBucket: boolean;
  readonly retentionDays: number | undefined;
  /** At least six times the timeout of what reads the queue. */
  readonly visibilityTimeoutSeconds: number;
  readonly encryptionKeyArn: string | undefined;
  readonly removalPolicy: RemovalPolicy | undefined;
}

/**
 * Queue and bucket in which the bridge puts records that no repetition helps: the bucket takes them whole, and the queue a
 * notice of each; what the bucket did not take, or everything where there is none, is in the queue itself.
 */
export class DeadLetters extends Construct {
  readonly queue: Queue | undefined;
  readonly bucket: Bucket | undefined;
  readonly #encryptionKeyArn: string | undefined;

  constructor(scope: Construct, id: string, props: DeadLettersProps) {
    super(scope, id);
    const { visibilityTimeoutSeconds, retentionDays, encryptionKeyArn, removalPolicy } = props;
    this.#encryptionKeyArn = encryptionKeyArn;
    const common = {
      ...(encryptionKeyArn === undefined ? {} : { encryptionKeyArn }),
      ...(removalPolicy === undefined ? {} : { removalPolicy }),
    };
    if (props.hasQueue) {
      this.queue = new RecordQueue(this, 'Queue', { ...common, visibilityTimeoutSeconds }).queue;
    }
    if (props.hasBucket) {
      const retention = retentionDays === undefined ? {} : { retentionDays };
      this.bucket = new RecordBucket(this, 'Bucket', { ...common, ...retention }).bucket;
    }
  }

  /** What the bridge is told of them. */
  get environment(): Record<string, string> {
    return {
      ...(this.queue === undefined ? {} : { [ENVIRONMENT.deadLetterQueueUrl]: this.queue.queueUrl }),
      ...(this.bucket === undefined ? {} : { [ENVIRONMENT.deadLetterBucket]: this.bucket.bucketName }),
    };
  }

  grantWrite(role: Role): void {
    if (this.queue !== undefined) {
      role.addToPrincipalPolicy(
        new PolicyStatement({
          sid: 'QueueDeadLetters',
          actions: ['sqs:SendMessage'],
          resources: [this.queue.queueArn],
        }),
      );
    }
    if (this.bucket !== undefined) {
      role.addToPrincipalPolicy(
        new PolicyStatement({
          sid: 'StoreDeadLetters',
          actions: ['s3:PutObject'],
          resources: [this.bucket.arnForObjects(`${DEAD_LETTER_PREFIX}/*`)],
        }),
      );
      acknowledgeObjectWildcard(
        role,
        this.bucket.bucketArn,
        'The key of a dead letter holds topic, partition and offset of its record.',
        `/${DEAD_LETTER_PREFIX}/*`,
      );
    }
    if (this.#encryptionKeyArn !== undefined) {
      role.addToPrincipalPolicy(
        new PolicyStatement({
          sid: 'EncryptDeadLetters',
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [this.#encryptionKeyArn],
        }),
      );
    }
  }
}
