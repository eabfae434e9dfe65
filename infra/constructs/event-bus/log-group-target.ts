import { ArnFormat, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IRuleRef, IRuleTarget, RuleTargetConfig } from 'aws-cdk-lib/aws-events';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct, type IDependable } from 'constructs';
import { allowLogWrites } from './log-write-policy.ts';
import type { TargetDelivery } from './target-delivery.ts';

export interface LogGroupTargetProps {
  readonly delivery: TargetDelivery;
  /** @default RetentionDays.ONE_MONTH */
  readonly retention?: RetentionDays;
  /** What becomes of the log group with the stack. @default RemovalPolicy.DESTROY */
  readonly removalPolicy?: RemovalPolicy;
}

const NAME_LENGTH = 60;

/**
 * A log group into which a rule writes its events, each whole and on a line of its own. EventBridge is let in by a
 * resource policy; it takes no role for this target.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
 */
export class LogGroupTarget extends Construct implements IRuleTarget {
  readonly logGroup: LogGroup;
  readonly #delivery: TargetDelivery;
  readonly #writable: IDependable;

  constructor(scope: Construct, id: string, props: LogGroupTargetProps) {
    super(scope, id);
    this.#delivery = props.delivery;
    this.logGroup = new LogGroup(this, 'LogGroup', {
      // The console offers log groups of this prefix only. The name is derived from the stack's, so stacks do not clash.
      logGroupName: `/aws/events/${Names.uniqueResourceName(this, { maxLength: NAME_LENGTH, separator: '-' })}`,
      retention: props.retention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
    });
    this.#writable = allowLogWrites(this.logGroup, {
      services: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'],
    });
  }

  bind(rule: IRuleRef): RuleTargetConfig {
    // A missing permission is not retried: an event that came before the policy would be a dead letter.
    rule.node.addDependency(this.#writable);
    return {
      ...this.#delivery.of(rule),
      // The attribute Arn of a log group ends with `:*`, which a target must not.
      arn: Stack.of(this).formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: this.logGroup.logGroupName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      targetResource: this.logGroup,
    };
  }
}
