import { Token } from 'aws-cdk-lib';
import type { FailureDestinationOptions } from '../../bridge/failure-destination-options.ts';
import type { Rule } from '../../contradictions.ts';
import type { MappingOptions } from '../mapping-options.ts';
import type { KafkaSource } from '../source.ts';

/** Everything that one event source mapping is made from. */
export interface MappingPlan extends MappingOptions {
  readonly source: KafkaSource;
  readonly topic: string;
  readonly consumerGroupId: string;
  readonly onFailure: FailureDestinationOptions;
}

export type MappingRule = Rule<MappingPlan>;

/** A number that is whole and within bounds, both included. */
export function withinRange(
  name: string,
  read: (plan: MappingPlan) => number | undefined,
  [minimum, maximum]: readonly [number, number],
): MappingRule {
  return (plan) => {
    const value = read(plan);
    if (value === undefined || Token.isUnresolved(value)) return undefined;
    if (Number.isInteger(value) && value >= minimum && value <= maximum) return undefined;
    return `${name} is ${value}; it is a whole number from ${minimum} to ${maximum}.`;
  };
}

/** A text of a certain form; what is known only at deployment passes. */
export function ofForm(
  name: string,
  read: (plan: MappingPlan) => string | undefined,
  form: RegExp,
): MappingRule {
  return (plan) => {
    const value = read(plan);
    if (value === undefined || Token.isUnresolved(value) || form.test(value)) return undefined;
    return `${name} is "${value}"; it has to match ${form.source}.`;
  };
}
