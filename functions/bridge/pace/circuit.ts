import type { Failure } from '../outcome.ts';

/** Requests refused in a row after which the bus counts as refusing everything. A single one may be down to its events. */
const REFUSALS_TO_OPEN = 3;

/**
 * Whether the bus takes events at all. A bus that refuses everything (access denied, requests rejected alike) is left
 * alone for the rest of the invocation; the next invocation begins with a single request, and goes on when it is taken.
 */
export class Circuit {
  #refusals = 0;
  #hasAccepted = false;
  #isProbing = false;
  #failure: Failure | undefined;

  /** Why nothing is sent any more; undefined while the bus takes events. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** One request at a time, until it shows whether the bus takes events again. */
  get isProbing(): boolean {
    return this.#isProbing;
  }

  /** A new invocation: a circuit that is open gets one more chance. */
  begin(): void {
    if (this.#failure === undefined) return;
    this.#failure = undefined;
    this.#isProbing = true;
  }

  /** The bus took an event. */
  accepted(): void {
    this.#hasAccepted = true;
    this.#isProbing = false;
    this.#refusals = 0;
  }

  /** A request was refused for what all events share. */
  refused(failure: Failure): void {
    this.#refusals++;
    if (this.#isProbing || this.#refusals >= REFUSALS_TO_OPEN) this.#failure = failure;
  }

  /**
   * Whether an event that was rejected alone in its request is to blame: the bus took others and has not rejected one
   * after the other since. Otherwise the fault may be in what all events share.
   */
  get blamesEvent(): boolean {
    return this.#hasAccepted && this.#refusals < REFUSALS_TO_OPEN - 1;
  }

  /** An event was rejected, and it is to blame. */
  rejected(): void {
    this.#refusals++;
  }
}
