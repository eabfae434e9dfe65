import { Token } from 'aws-cdk-lib';
import type { BridgeOptions } from './bridge-options.ts';
import type { BridgeRule } from './bridge-plan.ts';
import { ONE_ROLE } from './format-rules.ts';

/** An alias is no resource that a policy could name. */
const KEY = /:key\/[\w-]+$/;

/** What must hold of the role that puts events, and of the bucket that takes parts of them. */
export const PUBLISHING_RULES: readonly BridgeRule[] = [
  ({ configuration: { role } }) =>
    role === undefined || ONE_ROLE.test(role.arn)
      ? undefined
      : `aws.eventbridge.iam.role.arn is "${role.arn}", which is not the name of one role. Name one.`,
  ({ configuration: { offloading, role } }) =>
    offloading?.kmsKeyArn === undefined || role !== undefined || KEY.test(offloading.kmsKeyArn)
      ? undefined
      : `aws.eventbridge.offloading.default.s3.kms.key.arn is "${offloading.kmsKeyArn}". Give the ARN of the key itself, arn:aws:kms:<region>:<account>:key/<id>: a policy that names an alias allows nothing.`,
  ({ options, configuration: { globalEndpointId, role } }) =>
    globalEndpointId === undefined || role !== undefined || isBusWritten(options)
      ? undefined
      : 'aws.eventbridge.eventbus.global.endpoint.id needs a bus whose ARN is written out: the roles are to put events on the buses of its name in all Regions. Set eventBusArn.',
];

/** Whether the ARN of the bus is known before deployment. */
function isBusWritten({ createEventBus, eventBusArn, configuration = {} }: BridgeOptions): boolean {
  const arn = eventBusArn ?? configuration['aws.eventbridge.eventbus.arn'];
  return createEventBus === undefined && !Token.isUnresolved(arn);
}
