import { Aws, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledgeObjectWildcard } from '../object-wildcard.ts';
import { RecordBucket } from '../storage/record-bucket.ts';
import { RecordQueue } from '../storage/record-queue.ts';
import type { FailureDestinationOptions } from './failure-destination-options.ts';

export interface FailureDestinationProps {
  readonly options: FailureDestinationOptions;
  /** At least six times the timeout of what reads the notices. @default 30 */
  readonly visibilityTimeoutSeconds?: number;
  /** Customer managed KMS key of the destination. @default - keys of the service */
  readonly encryptionKeyArn?: string;
  /** What becomes of created buckets and queues with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** Whole batches in a bucket, and a queue in which a notice stands for each. */
export interface FailedBatches {
  readonly bucket: Bucket;
  readonly notices: Queue;
}

/**
 * Where event source mappings put the batches that ran out of retries.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
 */
export class FailureDestination extends Construct {
  /** What a mapping is told: an ARN or `kafka://<topic>`. Undefined: failures are dropped. */
  readonly uri: string | undefined;
  /** A created queue in which a message stands for each failure; an alarm watches it. */
  readonly queue: IQueue | undefined;
  /** Undefined unless the construct made a bucket with notices; messages of a queue hold offsets, but no records. */
  readonly failedBatches: FailedBatches | undefined;
  readonly #props: FailureDestinationProps;

  constructor(scope: Construct, id: string, props: FailureDestinationProps) {
    super(scope, id);
    this.#props = props;
    const { options } = props;
    switch (options.type) {
      case 's3': {
        const created =
          options.bucketArn === undefined ? new RecordBucket(this, 'Batches', props) : undefined;
        this.uri = options.bucketArn ?? created?.bucket.bucketArn;
        if (created !== undefined && options.notice !== false) {
          const notices = this.#noticeOf(created);
          this.queue = notices;
          this.failedBatches = { bucket: created.bucket, notices };
        }
        break;
      }
      case 'sqs': {
        const created = options.queueArn === undefined ? new RecordQueue(this, 'Batches', props) : undefined;
        this.uri = options.queueArn ?? created?.queue.queueArn;
        this.queue = created?.queue;
        break;
      }
      case 'sns':
        this.uri = options.topicArn;
        break;
      case 'kafka':
        this.uri = `kafka://${options.topic}`;
        break;
      case 'none':
        break;
    }
  }

  /** Lets the pollers, which act in the function's role, write there. Kafka topics are the source's own matter. */
  grantWrite(role: Role): void {
    const { uri } = this;
    const { type } = this.#props.options;
    if (uri === undefined || type === 'kafka') return;
    if (type === 's3') this.#grantObjects(role, uri);
    else allow(role, 'ReportFailedBatches', [type === 'sqs' ? 'sqs:SendMessage' : 'sns:Publish'], uri);
    if (this.#props.encryptionKeyArn !== undefined) {
      allow(
        role,
        'EncryptFailedBatches',
        ['kms:Decrypt', 'kms:GenerateDataKey'],
        this.#props.encryptionKeyArn,
      );
    }
  }

  /** The condition keeps batches from a bucket of the same name that somebody else owns by then. */
  #grantObjects(role: Role, bucketArn: string): void {
    const conditions = { StringEquals: { 's3:ResourceAccount': Aws.ACCOUNT_ID } };
    allow(role, 'WriteFailedBatches', ['s3:PutObject'], `${bucketArn}/*`, conditions);
    allow(role, 'FindFailureBucket', ['s3:ListBucket'], bucketArn, conditions);
    acknowledgeObjectWildcard(
      role,
      bucketArn,
      'Lambda chooses the keys of the batches that it writes to the bucket.',
    );
  }

  /**
   * A message in a queue for each object. Written in the bucket itself: CDK's own notifications come with a function
   * that configures the bucket afterwards.
   */
  #noticeOf({ bucket }: RecordBucket): Queue {
    const { queue } = new RecordQueue(this, 'Notices', this.#props);
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NoticesOfBuckets',
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        // The bucket's own ARN would make bucket and queue policy wait for each other.
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    const { defaultChild } = bucket.node;
    if (!(defaultChild instanceof CfnBucket)) throw new Error('The bucket has no CloudFormation resource.');
    defaultChild.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: queue.queueArn }],
    };
    // S3 tries the queue when the notification is set, so its policy has to be there.
    defaultChild.node.addDependency(...queue.node.findAll().filter((child) => child.node.id === 'Policy'));
    return queue;
  }
}

function allow(
  role: Role,
  sid: string,
  actions: string[],
  resource: string,
  conditions: Record<string, unknown> = {},
): void {
  role.addToPrincipalPolicy(new PolicyStatement({ sid, actions, resources: [resource], conditions }));
}
