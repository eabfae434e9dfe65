import { keyProblem } from '../key-arn.ts';
import { placementProblem } from '../network-placement.ts';
import { type BridgeRule, isWithin } from './bridge-plan.ts';

/** Lambda's limit for functions with a Kafka source. https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html */
const MAX_TIMEOUT_SECONDS = 840;

/** Lambda's limits for the network of a function. https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html */
const MAX_SUBNETS = 16;
const MAX_SECURITY_GROUPS = 5;

/** What must hold of `function`. */
export const FUNCTION_RULES: readonly BridgeRule[] = [
  ({ options: { function: { timeoutSeconds } = {} } }) =>
    isWithin(timeoutSeconds, 1, MAX_TIMEOUT_SECONDS)
      ? undefined
      : `function.timeoutSeconds is ${timeoutSeconds}; with a Kafka source it is 1 to ${MAX_TIMEOUT_SECONDS} (14 minutes).`,
  ({ options: { function: { memoryMb } = {} } }) =>
    isWithin(memoryMb, 128, 10_240)
      ? undefined
      : `function.memoryMb is ${memoryMb}; Lambda has 128 to 10240.`,
  ({ options: { function: { reservedConcurrency } = {} } }) =>
    isWithin(reservedConcurrency, 1, Number.POSITIVE_INFINITY)
      ? undefined
      : `function.reservedConcurrency is ${reservedConcurrency}; with less than 1 the function never runs. To stop a bridge, set mapping.enabled to false.`,
  ({ options: { function: { network } = {} } }) =>
    network === undefined ? undefined : placementProblem('function.network', network),
  ({ options: { function: { network } = {} } }) =>
    network !== undefined &&
    (network.subnetIds.length > MAX_SUBNETS || network.securityGroupIds.length > MAX_SECURITY_GROUPS)
      ? `function.network has ${network.subnetIds.length} subnets and ${network.securityGroupIds.length} security groups; Lambda takes ${MAX_SUBNETS} and ${MAX_SECURITY_GROUPS}.`
      : undefined,
  ({ options: { function: { registrySecretKeyArns = [] } = {} } }) =>
    registrySecretKeyArns
      .map((arn) => keyProblem('function.registrySecretKeyArns has', arn))
      .find((problem) => problem !== undefined),
];
