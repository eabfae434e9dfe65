import { Stack } from 'aws-cdk-lib';
import { type Conditions, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ILogGroup, ResourcePolicy } from 'aws-cdk-lib/aws-logs';
import type { IDependable } from 'constructs';

const POLICY_ID = 'EventLogWrites';

export interface LogWriters {
  /** Service principals. */
  readonly services: readonly string[];
  /** @default - none */
  readonly conditions?: Conditions;
}

/**
 * Lets services of AWS write to a log group, and returns what has to exist before they try.
 *
 * All log groups of a stack share one resource policy: an account has ten in a Region, and they cannot be raised.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export function allowLogWrites(logGroup: ILogGroup, { services, conditions }: LogWriters): IDependable {
  const policy = policyOf(Stack.of(logGroup));
  policy.document.addStatements(
    new PolicyStatement({
      principals: services.map((service) => new ServicePrincipal(service)),
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
      ...(conditions === undefined ? {} : { conditions }),
    }),
  );
  return policy;
}

function policyOf(stack: Stack): ResourcePolicy {
  const existing = stack.node.tryFindChild(POLICY_ID);
  return existing instanceof ResourcePolicy ? existing : new ResourcePolicy(stack, POLICY_ID);
}
