/** An optional cap on the requests of one execution environment: evenly spaced turns, without bursts. */
export class RequestRate {
  readonly #intervalMs: number;
  #nextTurnMs = Number.NEGATIVE_INFINITY;

  /** @param perSecond 0 for no cap. */
  constructor(perSecond: number) {
    this.#intervalMs = perSecond === 0 ? 0 : 1_000 / perSecond;
  }

  /** How long the next request has to wait for its turn. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#nextTurnMs - nowMs);
  }

  /** Takes the next turn. */
  take(nowMs: number): void {
    this.#nextTurnMs = Math.max(nowMs, this.#nextTurnMs) + this.#intervalMs;
  }
}
