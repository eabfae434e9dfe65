/** Between two questions to the brokers. */
const INTERVAL_MS = 500;

/** The lag as it was lately: a snapshot does not wait for brokers, which may take long to answer. */
export class RecentLag {
  readonly #ask: () => Promise<number>;
  #latest = 0;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  constructor(ask: () => Promise<number>) {
    this.#ask = ask;
  }

  /** What was found last. Asks again when that is too long ago. */
  get latest(): number {
    if (performance.now() - this.#askedAtMs >= INTERVAL_MS) this.#asking ??= this.#find();
    return this.#latest;
  }

  /** Resolves when {@link latest} is no older than this call, or as old as it was if nobody answers. */
  async update(): Promise<void> {
    await this.#asking;
    this.#asking ??= this.#find();
    await this.#asking;
  }

  async #find(): Promise<void> {
    this.#askedAtMs = performance.now();
    try {
      this.#latest = await this.#ask();
    } catch {
      // Who reads tells why.
    } finally {
      this.#asking = undefined;
    }
  }
}
