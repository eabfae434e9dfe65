import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IRuleRef, IRuleTarget, RuleTargetConfig } from 'aws-cdk-lib/aws-events';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { letRuleSend, type TargetDelivery } from './target-delivery.ts';

export interface QueueTargetProps {
  readonly delivery: TargetDelivery;
  /** Days that a message stays without being deleted, 1 to 14. @default 4 */
  readonly retentionDays?: number;
  /** What becomes of the queue, messages included, with the stack. @default RemovalPolicy.DESTROY */
  readonly removalPolicy?: RemovalPolicy;
}

const RETENTION_DAYS = 4;

/** As large as an event can be. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MAX_MESSAGE_BYTES = 1_048_576;

/**
 * A queue in which a rule puts its events, for people to look at or for a consumer to come.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 */
export class QueueTarget extends Construct implements IRuleTarget {
  readonly queue: Queue;
  readonly #delivery: TargetDelivery;

  constructor(scope: Construct, id: string, props: QueueTargetProps) {
    super(scope, id);
    this.#delivery = props.delivery;
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(props.retentionDays ?? RETENTION_DAYS),
      maxMessageSizeBytes: MAX_MESSAGE_BYTES,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
    });
    const reason =
      'Nothing that could fail on a message receives from the queue: people look at it. A consumer to come brings its own redrive policy.';
    Validations.of(this.queue).acknowledge(
      { id: 'AwsSolutions-SQS3', reason },
      { id: 'Serverless::Serverless-SQSRedrivePolicy', reason },
    );
  }

  bind(rule: IRuleRef): RuleTargetConfig {
    letRuleSend(rule, this.queue);
    return { ...this.#delivery.of(rule), arn: this.queue.queueArn, targetResource: this.queue };
  }
}
