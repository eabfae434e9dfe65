import { Token } from 'aws-cdk-lib';
import type { Configuration } from '../../../shared/configuration/configuration.ts';
import type { Rule } from '../contradictions.ts';
import type { BridgeOptions } from './bridge-options.ts';
import type { SideFormat } from './topic-formats.ts';

/** Everything that a bridge is made from. */
export interface BridgePlan {
  readonly options: BridgeOptions;
  readonly configuration: Configuration;
  /** The formats of the bridge's topics. */
  readonly formats: readonly SideFormat[];
}

export type BridgeRule = Rule<BridgePlan>;

/** Whether a number, if there is one, is whole and within bounds, both included. */
export function isWithin(value: number | undefined, minimum: number, maximum: number): boolean {
  return value === undefined || (Number.isInteger(value) && value >= minimum && value <= maximum);
}

/** An ARN of a service; what is known only at deployment passes. */
export function ofArn(
  name: string,
  service: string,
  read: (options: BridgeOptions) => string | undefined,
): BridgeRule {
  const form = new RegExp(`^arn:[\\w-]+:${service}:`);
  return ({ options }) => {
    const arn = read(options);
    if (arn === undefined || Token.isUnresolved(arn) || form.test(arn)) return undefined;
    return `${name} is "${arn}". Give an ARN, which starts with arn:aws:${service}:.`;
  };
}
