import { Aws, CfnCondition, CfnParameter, Fn, Stack, Validations } from 'aws-cdk-lib';
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
 * of their bus; for a bus elsewhere the check is left to the function. So it is for a bus that this or another stack makes:
 * where it is, is not known before the resources are there, and a stack that names it finds it there.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export class EventBusCheck extends Construct {
  constructor(scope: Construct, id: string, { bridgeName, eventBusArn }: EventBusCheckProps) {
    super(scope, id);
    if (!isFitForCondition(Stack.of(this), eventBusArn)) return;
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

/** Functions that conditions take around what they may refer to. */
const FUNCTIONS_OF_CONDITIONS = ['Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::Sub', 'Fn::FindInMap'];

/**
 * CloudFormation knows conditions before it makes or looks up anything: they refer to parameters, and neither to resources
 * nor to outputs of other stacks.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
 */
function isFitForCondition(stack: Stack, value: string): boolean {
  const parameters: readonly unknown[] = stack.node
    .findAll()
    .flatMap((child) => (child instanceof CfnParameter ? stack.resolve(child.logicalId) : []));
  const isFit = (part: unknown): boolean => {
    if (Array.isArray(part)) return part.every(isFit);
    if (typeof part !== 'object' || part === null) return true;
    return Object.entries(part).every(([name, inner]) =>
      name === 'Ref'
        ? String(inner).startsWith('AWS::') || parameters.includes(inner)
        : FUNCTIONS_OF_CONDITIONS.includes(name) && isFit(inner),
    );
  };
  return isFit(stack.resolve(value));
}
