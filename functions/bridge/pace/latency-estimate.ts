/** Weights of a new sample in the mean and in the deviation, and how many deviations an answer may be late. */
const MEAN_WEIGHT = 1 / 8;
const DEVIATION_WEIGHT = 1 / 4;
const DEVIATIONS = 4;

/**
 * How long an answer takes at most, as a rule: mean and deviation of what was measured.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc6298 for weights and formula, which TCP uses for its timer.
 */
export class LatencyEstimate {
  #meanMs: number | undefined;
  #deviationMs = 0;

  /** 0 as long as nothing was measured. */
  get expectedMs(): number {
    return this.#meanMs === undefined ? 0 : this.#meanMs + DEVIATIONS * this.#deviationMs;
  }

  add(latencyMs: number): void {
    if (this.#meanMs === undefined) {
      this.#meanMs = latencyMs;
      this.#deviationMs = latencyMs / 2;
      return;
    }
    this.#deviationMs += DEVIATION_WEIGHT * (Math.abs(latencyMs - this.#meanMs) - this.#deviationMs);
    this.#meanMs += MEAN_WEIGHT * (latencyMs - this.#meanMs);
  }
}
