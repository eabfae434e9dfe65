import pLimit from 'p-limit';

/** How many invocations a poller may have under way. */
export class InvocationSlots {
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #slots: number;
  readonly #onFree: () => void;
  #wanted = 0;

  /** @param onFree called as often as an invocation ends. */
  constructor(slots: number, onFree: () => void) {
    this.#limit = pLimit(slots);
    this.#slots = slots;
    this.#onFree = onFree;
  }

  /** Nobody would have to wait. */
  get isFree(): boolean {
    return this.#wanted < this.#slots;
  }

  /** Runs the attempt as soon as there is a slot; first come, first served. */
  async use<Result>(attempt: () => Promise<Result>): Promise<Result> {
    this.#wanted++;
    try {
      return await this.#limit(attempt);
    } finally {
      this.#wanted--;
      this.#onFree();
    }
  }
}
