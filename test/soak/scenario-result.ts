import type { Audit } from '../../infra/local/mapping/audit.ts';
import type { Duplicates } from './duplicates.ts';
import type { Lanes } from './lanes.ts';
import { orderViolations } from './order.ts';
import type { Scenario } from './scenario.ts';

/** What must never happen. */
export const VIOLATIONS = {
  lost: 'records that are nowhere',
  invented: 'events or dead letters without a record',
  altered: 'events or dead letters that do not hold what was produced',
  condemned:
    'dead letters of records that nothing was wrong with, with another reason than theirs, or where none may be',
  unexplained: 'records that were sent again although the bridge knew that the bus had them',
  'out-of-order': 'records that the bus took after later ones of their partition or key',
  'given-up': 'records that ran out of retries although they could have been settled',
  crashed: 'invocations that ended the function by themselves',
  dangling: 'notices in the queue whose dead letter is not in the bucket',
} as const;

export type Violation = keyof typeof VIOLATIONS;

/** The figures of a scenario, and what is wrong with them. */
export interface ScenarioResult {
  readonly name: string;
  readonly records: number;
  readonly batches: number;
  readonly invocations: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly coldStarts: number;
  /** Of PutEvents. */
  readonly requests: number;
  /** Faults injected, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  readonly sent: number;
  readonly deadLettered: number;
  readonly exhausted: number;
  readonly duplicates: Duplicates['explained'];
  /** Names of records, mostly, by kind; all empty when all is well. */
  readonly violations: Readonly<Record<Violation, readonly string[]>>;
  readonly milliseconds: number;
}

export function hasViolations({ violations }: ScenarioResult): boolean {
  return Object.values(violations).some(({ length }) => length > 0);
}

/** What the audit finds wrong when everything has come to rest. */
export function auditViolations(
  scenario: Scenario,
  audit: Audit,
  lanes: Lanes,
): Omit<ScenarioResult['violations'], 'unexplained' | 'crashed' | 'dangling'> {
  const { lost, invented, altered, condemned } = audit.result();
  return {
    lost,
    invented,
    altered,
    condemned,
    'out-of-order': orderViolations(audit, (record) => lanes.of(record)),
    'given-up':
      scenario.mayExhaust === 'any' ? [] : audit.givenUp({ isPoisonCounted: scenario.mayExhaust === 'none' }),
  };
}
