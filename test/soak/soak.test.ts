import pLimit from 'p-limit';
import { afterAll, describe, expect, test } from 'vitest';
import { copyArtefact } from './artefact.ts';
import { newSeed } from './command-line.ts';
import { describeSoak } from './describe-soak.ts';
import { runScenario } from './run-scenario.ts';
import type { ScenarioResult } from './scenario-result.ts';
import { SCENARIOS, shareOut } from './scenarios.ts';
import { scenarioSeed } from './soak.ts';

/** The short version of `npm run soak`: every scenario, with a few records each, and another seed every time. */

const RECORDS = 6_000;
const SEED = newSeed();

/** Scenarios wait a lot, for deadlines and backoffs: three fill the time of each other. */
const limit = pLimit(3);

const bridge = copyArtefact();
const results: ScenarioResult[] = [];
const startMs = performance.now();

afterAll(() => {
  bridge.remove();
  const result = { seed: SEED, scenarios: results, milliseconds: performance.now() - startMs };
  console.info(describeSoak(result, 'sums'));
});

describe(`with the seed ${SEED}, every record is accounted for`, () => {
  test.concurrent.each(shareOut(SCENARIOS, RECORDS))(
    'in the scenario $scenario.name',
    async ({ scenario, records }) => {
      const result = await limit(() =>
        runScenario(scenario, {
          records,
          seed: scenarioSeed(SEED, scenario),
          artefact: bridge.module,
        }),
      );

      results.push(result);
      const again = `npm run soak -- --scenario ${scenario.name} --records ${records} --seed ${SEED}`;
      const wrong = Object.entries(result.violations).filter(([, found]) => found.length > 0);
      expect(Object.fromEntries(wrong), `Again: ${again}`).toEqual({});
      expect(result.sent + result.deadLettered + result.exhausted).toBe(result.records);
      // A scenario in which nothing failed would prove nothing.
      expect(Object.keys(result.faults).length > 0).toBe(scenario.phases.length > 0);
      expect(result.killed > 0).toBe(scenario.killShare > 0);
    },
  );
});
