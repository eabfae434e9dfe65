import { isRecent } from './is-recent.ts';
import type { Failure } from './outcome.ts';

/**
 * Whether the event bus exists; `denied` when the role may not ask, `unknown` when there was no answer.
 *
 * @returns never rejects.
 */
export type DescribeBus = (signal: AbortSignal) => Promise<'exists' | 'missing' | 'denied' | 'unknown'>;

/** EventBridge takes events for a bus that does not exist, answers with event ids and drops them. */
export const BUS_MISSING: Failure = {
  code: 'EVENT_BUS_MISSING',
  message: 'The event bus does not exist; EventBridge would take the events and drop them.',
};

/** How long an answer holds: a bus may be deleted, or created, at any time. A missing one is asked for every time. */
const LIFETIME_MS = { exists: 5 * 60_000, missing: 0, denied: Number.POSITIVE_INFINITY, unknown: 30_000 };

/** Asks for the event bus before events are sent to it, at the first batch and every few minutes. */
export class BusCheck {
  readonly #describe: DescribeBus;
  readonly #now: () => number;
  #answeredMs = Number.NEGATIVE_INFINITY;
  #lifetimeMs = 0;

  /** @param now epoch milliseconds. */
  constructor(describe: DescribeBus, now: () => number) {
    this.#describe = describe;
    this.#now = now;
  }

  /** Why no event may be sent; undefined when the bus exists, or when nobody can tell. */
  async failure(signal: AbortSignal): Promise<Failure | undefined> {
    if (isRecent(this.#answeredMs, this.#lifetimeMs, this.#now())) return undefined;
    const answer = await this.#describe(signal);
    this.#answeredMs = this.#now();
    this.#lifetimeMs = LIFETIME_MS[answer];
    return answer === 'missing' ? BUS_MISSING : undefined;
  }
}
