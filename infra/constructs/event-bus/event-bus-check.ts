import { Aws, CfnCondition, Fn, Validations } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';

export interface EventBusCheckProps {
  readonly bridgeName: string;
  readonly eventBusArn: string;
}

/** A source that nothing has; the rule is off as well. */
const NO_SOURCE = 'kafka-eventbridge.no-event-has-this-source';

/**
 * Makes a deployment fail when the event bus does not exist, because EventBridge would take its events and drop them: a
 * rule that is off and matches nothing can only be made on a bus that is there. Rules are made in the account and Region
 * of their bus; for a bus elsewhere the check is left to the function.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export class EventBusCheck extends Construct {
  constructor(scope: Construct, id: string, { bridgeName, eventBusArn }: EventBusCheckProps) {
    super(scope, id);
    const part = (index: number): string => Fn.select(index, Fn.split(':', eventBusArn));
    const isHere = new CfnCondition(this, 'IsHere', {
      expression: Fn.conditionAnd(
        Fn.conditionEquals(part(3), Aws.REGION),
        Fn.conditionEquals(part(4), Aws.ACCOUNT_ID),
      ),
    });
    const rule = new CfnRule(this, 'Rule', {
      description: `Off, and matches nothing: shows that the event bus of the bridge ${bridgeName} exists.`,
      eventBusName: eventBusArn,
      eventPattern: { source: [NO_SOURCE] },
      state: 'DISABLED',
    });
    rule.cfnOptions.condition = isHere;
    Validations.of(rule).acknowledge({
      id: 'Serverless::Serverless-EventBusDLQ',
      reason: 'The rule has no target, so nothing can fail to reach one.',
    });
  }
}
