import type { HttpAnswer } from './http-answer.ts';

/** An answer that took longer says nothing of the time: its date may be that of its beginning. */
const MAX_EXCHANGE_MS = 15 * 60 * 1_000;

/**
 * The time by the clock of the service, which refuses signatures that are more than five minutes off. It is learnt from the
 * date of every answer, refusals included, as the SDK does: a wrong clock costs the requests under way, which are made again.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export class ServerClock {
  readonly #now: () => number;
  #offsetMs = 0;
  /** Epoch seconds of `#date`. */
  #second = Number.NaN;
  #date = '';

  /** @param now epoch milliseconds by the clock of this machine. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The time as signatures have it: `20261121T172135Z`. Written once a second. */
  amzDate(): string {
    const second = Math.floor((this.#now() + this.#offsetMs) / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#date = new Date(second * 1_000).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    }
    return this.#date;
  }

  /** Learns from an answer to a request that was sent at this time of the own clock. */
  learn({ headers }: HttpAnswer, sentMs: number): void {
    // A cache answers with the date at which it stored the answer.
    if (headers.date === undefined || headers.age !== undefined) return;
    const serverMs = Date.parse(headers.date);
    const receivedMs = this.#now();
    if (!Number.isNaN(serverMs) && receivedMs - sentMs <= MAX_EXCHANGE_MS) {
      this.#offsetMs = serverMs - receivedMs;
    }
  }
}
