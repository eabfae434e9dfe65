import { DELIVERY_SCENARIOS } from './delivery-scenarios.ts';
import { MATRIX } from './matrix.ts';
import { PUBLISHING_SCENARIOS } from './publishing-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { SURROUNDING_SCENARIOS } from './surrounding-scenarios.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...DELIVERY_SCENARIOS,
  ...PUBLISHING_SCENARIOS,
  ...SURROUNDING_SCENARIOS,
  ...MATRIX,
];

/** Fewer records than this do not get through the phases of a scenario. */
const MIN_RECORDS = 60;

/** How many records each scenario gets of so many, by its weight. */
export function shareOut(
  scenarios: readonly Scenario[],
  records: number,
): { readonly scenario: Scenario; readonly records: number }[] {
  const weights = scenarios.reduce((sum, { weight }) => sum + weight, 0);
  return scenarios.map((scenario) => ({
    scenario,
    records: Math.max(MIN_RECORDS, Math.ceil((records * scenario.weight) / weights)),
  }));
}
