/**
 * How many requests may be under way at once: one more for each round without throttling, half as many after a throttled
 * one (additive increase, multiplicative decrease). It starts at the most that is configured and is kept from one
 * invocation to the next.
 */
export class ConcurrencyLimit {
  readonly #max: number;
  #limit: number;
  #loweredAtMs = Number.NEGATIVE_INFINITY;

  constructor(max: number) {
    this.#max = max;
    this.#limit = max;
  }

  get requests(): number {
    return Math.floor(this.#limit);
  }

  /** A request was answered without throttling. As many of them as are allowed at once make a round. */
  answered(): void {
    this.#limit = Math.min(this.#max, this.#limit + 1 / this.#limit);
  }

  /**
   * A request was throttled, or entries of it were. Requests that were under way when the limit was last lowered tell of
   * the same overload and do not lower it again. When that lies in the future, the clock was set back: it tells nothing.
   *
   * @param startMs when the request was sent.
   */
  throttled(startMs: number, nowMs: number): void {
    if (startMs < this.#loweredAtMs && this.#loweredAtMs <= nowMs) return;
    this.#limit = Math.max(1, this.#limit / 2);
    this.#loweredAtMs = nowMs;
  }
}
