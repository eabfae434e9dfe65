/** An optional cap on the requests of one execution environment: evenly spaced turns, without bursts. */
export class RequestRate {
  readonly #intervalMs: number;
  #takenAtMs = Number.NEGATIVE_INFINITY;
  #nextTurnMs = Number.NEGATIVE_INFINITY;

  /** @param perSecond 0 for no cap. */
  constructor(perSecond: number) {
    this.#intervalMs = perSecond === 0 ? 0 : 1_000 / perSecond;
  }

  /** How long the next request has to wait for its turn. A clock that was set back makes no wait longer. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#nextTurnMs - Math.max(nowMs, this.#takenAtMs));
  }

  /** Takes the next turn. */
  take(nowMs: number): void {
    this.#nextTurnMs = nowMs + this.waitMs(nowMs) + this.#intervalMs;
    this.#takenAtMs = nowMs;
  }
}
