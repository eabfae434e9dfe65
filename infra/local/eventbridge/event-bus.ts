import type { EventPattern } from '../event-pattern/event-pattern.ts';

/** A bus, its rules, and where they send events. */
export interface EventBus {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createdAtMs: number;
  readonly rules: Map<string, Rule>;
}

export const RULE_STATES = ['ENABLED', 'DISABLED'] as const;
export type RuleState = (typeof RULE_STATES)[number];

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly bus: EventBus;
  readonly description: string | undefined;
  readonly patternText: string;
  readonly pattern: EventPattern;
  readonly targets: Map<string, Target>;
  state: RuleState;
  /** Events the rule has matched since it was first put. */
  matchedCount: number;
}

/** Where a rule sends its events. */
export interface Target {
  readonly id: string;
  readonly arn: string;
  readonly deliver: (eventText: string) => void;
}
