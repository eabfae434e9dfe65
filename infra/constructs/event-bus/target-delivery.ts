import type { RemovalPolicy } from 'aws-cdk-lib';
import { CfnRule, type IRuleRef, type RuleTargetConfig } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Rule, refuseContradictions } from '../contradictions.ts';
import { RecordQueue } from '../storage/record-queue.ts';

export interface TargetDeliveryProps {
  /** Seconds after which EventBridge gives an event up, 60 to 86,400. @default 86400 */
  readonly maxEventAgeSeconds?: number;
  /** Attempts after the first, 0 to 185. @default 185 */
  readonly retryAttempts?: number;
  /** What becomes of the dead-letter queue with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html */
const MIN_EVENT_AGE_SECONDS = 60;
const MAX_EVENT_AGE_SECONDS = 86_400;
const MAX_RETRY_ATTEMPTS = 185;

const RULES: readonly Rule<TargetDeliveryProps>[] = [
  ({ maxEventAgeSeconds: seconds }) =>
    seconds === undefined || isWholeBetween(seconds, MIN_EVENT_AGE_SECONDS, MAX_EVENT_AGE_SECONDS)
      ? undefined
      : `"maxEventAgeSeconds" is ${seconds}: give ${MIN_EVENT_AGE_SECONDS} to ${MAX_EVENT_AGE_SECONDS}.`,
  ({ retryAttempts: attempts }) =>
    attempts === undefined || isWholeBetween(attempts, 0, MAX_RETRY_ATTEMPTS)
      ? undefined
      : `"retryAttempts" is ${attempts}: give 0 to ${MAX_RETRY_ATTEMPTS}.`,
];

/**
 * How long EventBridge tries to bring events to targets, and the queue that takes those it gave up. Targets share it;
 * each message says in its attributes which rule, which target and why.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export class TargetDelivery extends Construct {
  /** An alarm watches it. */
  readonly deadLetterQueue: IQueue;
  readonly #retryPolicy: CfnRule.RetryPolicyProperty;

  constructor(scope: Construct, id: string, props: TargetDeliveryProps = {}) {
    super(scope, id);
    refuseContradictions('The delivery to targets', props, RULES);
    const { maxEventAgeSeconds, retryAttempts, removalPolicy } = props;
    this.#retryPolicy = {
      maximumEventAgeInSeconds: maxEventAgeSeconds ?? MAX_EVENT_AGE_SECONDS,
      maximumRetryAttempts: retryAttempts ?? MAX_RETRY_ATTEMPTS,
    };
    this.deadLetterQueue = new RecordQueue(this, 'DeadLetters', {
      ...(removalPolicy === undefined ? {} : { removalPolicy }),
    }).queue;
  }

  /** What a target of the rule is configured with. Lets the rule write to the dead-letter queue. */
  of(rule: IRuleRef): Required<Pick<RuleTargetConfig, 'deadLetterConfig' | 'retryPolicy'>> {
    // Once more for each target of the rule; a policy keeps equal statements once.
    letRuleSend(rule, this.deadLetterQueue);
    return { deadLetterConfig: { arn: this.deadLetterQueue.queueArn }, retryPolicy: this.#retryPolicy };
  }
}

/** Lets the rule, and nothing else of EventBridge, send messages to the queue. */
export function letRuleSend(rule: IRuleRef, queue: IQueue): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': CfnRule.arnForRule(rule) } },
    }),
  );
}

function isWholeBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
