import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface RecordQueueProps {
  /** How long a message is hidden from others once it was received. @default 30 */
  readonly visibilityTimeoutSeconds?: number;
  /** Customer managed KMS key; its policy must let the writers use it. @default - keys of SQS */
  readonly encryptionKeyArn?: string;
  /** What becomes of the queue, messages included, with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** The longest that SQS keeps a message. */
export const RECORD_QUEUE_RETENTION = Duration.days(14);

/** The largest message since 2025-08. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MAX_MESSAGE_BYTES = 1_048_576;

/** A standard queue for what could not be carried: encrypted, TLS only, kept as long as SQS keeps anything. */
export class RecordQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: RecordQueueProps = {}) {
    super(scope, id);
    const { encryptionKeyArn } = props;
    this.queue = new Queue(this, 'Queue', {
      ...(encryptionKeyArn === undefined
        ? { encryption: QueueEncryption.SQS_MANAGED }
        : {
            encryption: QueueEncryption.KMS,
            encryptionMasterKey: Key.fromKeyArn(this, 'Key', encryptionKeyArn),
          }),
      enforceSSL: true,
      retentionPeriod: RECORD_QUEUE_RETENTION,
      maxMessageSizeBytes: MAX_MESSAGE_BYTES,
      visibilityTimeout: Duration.seconds(props.visibilityTimeoutSeconds ?? 30),
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    const reason =
      'The queue is where failures end; an alarm watches it, and it has no queue behind it on purpose.';
    Validations.of(this.queue).acknowledge(
      { id: 'AwsSolutions-SQS3', reason },
      { id: 'Serverless::Serverless-SQSRedrivePolicy', reason },
    );
  }
}
