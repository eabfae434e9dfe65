import type { Measurement } from './measurement.ts';

/** One of several that do comparable work. */
export interface Runner {
  readonly name: string;
  /** Does that many units of its work and tells what they took. */
  readonly run: (units: number) => Promise<Measurement>;
}

/** How often, and how long. */
export interface Sampling {
  readonly samples: number;
  /**
   * Processor time after which the compiler has seen the work and the heap has its size: on a busy machine that takes longer.
   * 0 for one unit only.
   */
  readonly warmUpCpuMs: number;
  /** About how long one sample takes. 0 for one unit only. */
  readonly sampleMs: number;
}

/** What one unit took, sample by sample. */
export interface Sampled {
  readonly name: string;
  readonly units: number;
  readonly cpuMs: readonly number[];
  readonly threadMs: readonly number[];
  readonly wallMs: readonly number[];
}

const MAX_UNITS = 100_000;

/** Where the work is waiting, there is little to compile. */
const MAX_WARM_UP_MS = 12_000;

/**
 * Samples contestants by turns, A B … then … B A, so that whatever else the machine does falls on all of them: the sample
 * of one is to be compared with the sample of another that has the same number.
 */
export async function interleave(
  runners: readonly Runner[],
  sampling: Sampling,
  onSample: () => void = () => undefined,
): Promise<readonly Sampled[]> {
  const warm: { readonly runner: Runner; readonly units: number; readonly taken: Measurement[] }[] = [];
  for (const runner of runners) warm.push({ runner, units: await warmUp(runner, sampling), taken: [] });
  for (let sample = 0; sample < sampling.samples; sample++) {
    for (const { runner, units, taken } of sample % 2 === 0 ? warm : warm.toReversed()) {
      taken.push(await runner.run(units));
    }
    onSample();
  }
  return warm.map(({ runner: { name }, units, taken }) => ({
    name,
    units,
    cpuMs: taken.map(({ cpuMs }) => cpuMs / units),
    threadMs: taken.map(({ threadMs }) => threadMs / units),
    wallMs: taken.map(({ wallMs }) => wallMs / units),
  }));
}

/** @returns how many units make a sample. */
async function warmUp(runner: Runner, { warmUpCpuMs, sampleMs }: Sampling): Promise<number> {
  let [units, spentCpuMs, spentMs, unitMs] = [1, 0, 0, 0];
  do {
    const { cpuMs, wallMs } = await runner.run(units);
    spentCpuMs += cpuMs;
    spentMs += wallMs;
    unitMs = wallMs / units;
    units = Math.min(2 * units, unitsIn(Math.max(sampleMs, 1), unitMs));
  } while (spentCpuMs < warmUpCpuMs && spentMs < MAX_WARM_UP_MS);
  return sampleMs === 0 ? 1 : unitsIn(sampleMs, unitMs);
}

function unitsIn(ms: number, unitMs: number): number {
  return Math.max(1, Math.min(MAX_UNITS, Math.round(ms / unitMs)));
}
