import { crc32 } from 'node:zlib';
import { type RunOptions, runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { hasViolations, type ScenarioResult } from './scenario-result.ts';
import { shareOut } from './scenarios.ts';

export interface SoakOptions extends Pick<RunOptions, 'artefact' | 'onLog'> {
  readonly scenarios: readonly Scenario[];
  /** Over all scenarios. */
  readonly records: number;
  readonly seed: number;
  readonly onProgress: (doneRecords: number, allRecords: number, scenario: string) => void;
}

export interface SoakResult {
  readonly seed: number;
  readonly scenarios: readonly ScenarioResult[];
  readonly milliseconds: number;
}

/** Plays scenarios, one after another. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { seed, onProgress } = options;
  const startMs = performance.now();
  const shares = shareOut(options.scenarios, options.records);
  const all = shares.reduce((sum, { records }) => sum + records, 0);
  const results: ScenarioResult[] = [];
  let done = 0;
  for (const { scenario, records } of shares) {
    results.push(
      await runScenario(scenario, {
        ...options,
        records,
        seed: scenarioSeed(seed, scenario),
        onProgress: (settled) => {
          done += settled;
          onProgress(done, all, scenario.name);
        },
      }),
    );
  }
  return { seed, scenarios: results, milliseconds: performance.now() - startMs };
}

/** Each scenario has a sequence of its own, so that it can be repeated alone. */
export function scenarioSeed(seed: number, { name }: Scenario): number {
  return (seed ^ crc32(name)) >>> 0;
}

export function isSound({ scenarios }: SoakResult): boolean {
  return !scenarios.some(hasViolations);
}
