/** A cap on records a second: each batch waits until those before it have had their time. */
export class Rate {
  readonly #perSecond: number;
  readonly #now: () => number;
  #freeAtMs = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds of a clock that does not go back. */
  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Takes the time of so many records, and tells how long to wait before they may go. */
  reserveMs(records: number): number {
    const nowMs = this.#now();
    const startMs = Math.max(nowMs, this.#freeAtMs);
    this.#freeAtMs = startMs + (records / this.#perSecond) * 1_000;
    return startMs - nowMs;
  }
}
