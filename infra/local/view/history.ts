import type { PipelineSnapshot } from '../pipeline/snapshot.ts';

/** What a graph shows, unless the whole run is shorter. */
export const WINDOW_MS = 30_000;

/** Records come in batches; over a shorter time a graph would show these instead of the speed. */
const SMOOTH_MS = 1_000;

/** Of a rate as a number: long enough to be steady with batches, short enough to show that something stops. */
const RATE_WINDOW_MS = 3_000;

/** A number that changes with each snapshot cannot be read. */
const RATE_STEP_MS = 500;

/** A count since the start, such as the events on the bus. */
export type Counter = (snapshot: PipelineSnapshot) => number;

/** How long the oldest record of a topic has waited; `atLeast` when that was before the history. */
export interface Waiting {
  readonly waitingMs: number;
  readonly isAtLeast: boolean;
}

/** Snapshots of the last half minute, and what they tell together. */
export class History {
  readonly #snapshots: PipelineSnapshot[] = [];

  /** Snapshots that are not newer than the latest replace it. */
  add(snapshot: PipelineSnapshot): void {
    while (this.#newestMs() >= snapshot.elapsedMs) this.#snapshots.pop();
    this.#snapshots.push(snapshot);
    // The one before the window is kept, for what lies between it and the first one inside.
    const oldestMs = snapshot.elapsedMs - WINDOW_MS - RATE_WINDOW_MS;
    while ((this.#snapshots[1]?.elapsedMs ?? Number.POSITIVE_INFINITY) <= oldestMs) this.#snapshots.shift();
  }

  get isEmpty(): boolean {
    return this.#snapshots.length === 0;
  }

  /** @throws Error before the first snapshot. */
  get latest(): PipelineSnapshot {
    const latest = this.#snapshots.at(-1);
    if (latest === undefined) throw new Error('There is no snapshot yet.');
    return latest;
  }

  /** A second, over the last moments; undefined in the very first of them. */
  rate(counter: Counter): number | undefined {
    const toMs = Math.floor(this.latest.elapsedMs / RATE_STEP_MS) * RATE_STEP_MS;
    const fromMs = Math.max(0, toMs - RATE_WINDOW_MS);
    if (fromMs === toMs) return undefined;
    return ((this.#countAt(counter, toMs) - this.#countAt(counter, fromMs)) / (toMs - fromMs)) * 1_000;
  }

  /** The count of so long ago. */
  ago(counter: Counter, ms: number): number {
    return this.#countAt(counter, Math.max(0, this.latest.elapsedMs - ms));
  }

  /**
   * How much was counted up to the end of each of so many equal parts of the window, the latest last: in the part, or in
   * the last second where the part is shorter. Parts before the start, and the one that is not over, are left out.
   *
   * @param windowMs no longer than {@link WINDOW_MS}.
   */
  increments(counter: Counter, parts: number, windowMs = WINDOW_MS): number[] {
    const partMs = windowMs / parts;
    const last = Math.floor(this.latest.elapsedMs / partMs);
    const length = Math.min(parts, last);
    return Array.from({ length }, (_, index) => {
      const toMs = (last - length + index + 1) * partMs;
      const fromMs = Math.max(0, toMs - Math.max(partMs, SMOOTH_MS));
      return Math.max(0, this.#countAt(counter, toMs) - this.#countAt(counter, fromMs));
    });
  }

  /**
   * Since when the oldest record that is not committed has been there: since the topic grew beyond what is committed now.
   *
   * @param committed records since the start.
   * @param lag records that are not committed.
   */
  waiting(committed: Counter, lag: Counter): Waiting {
    const { elapsedMs } = this.latest;
    if (lag(this.latest) <= 0) return { waitingMs: 0, isAtLeast: false };
    const committedNow = committed(this.latest);
    const grown = this.#snapshots.findLast((snapshot) => committed(snapshot) + lag(snapshot) <= committedNow);
    if (grown !== undefined) return { waitingMs: elapsedMs - grown.elapsedMs, isAtLeast: false };
    return { waitingMs: elapsedMs - (this.#snapshots[0]?.elapsedMs ?? 0), isAtLeast: true };
  }

  /** Between two snapshots a count is taken to grow evenly, and from nothing before the first. */
  #countAt(counter: Counter, ms: number): number {
    const next = this.#firstFrom(ms);
    const after = this.#snapshots[next];
    if (after === undefined) return counter(this.latest);
    const before = this.#snapshots[next - 1];
    const beforeMs = before?.elapsedMs ?? 0;
    if (after.elapsedMs <= beforeMs) return counter(after);
    const beforeCount = before === undefined ? 0 : counter(before);
    const share = (ms - beforeMs) / (after.elapsedMs - beforeMs);
    return beforeCount + (counter(after) - beforeCount) * share;
  }

  /** Index of the first snapshot at this moment or later; they are in order. */
  #firstFrom(ms: number): number {
    let low = 0;
    let high = this.#snapshots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#snapshots[middle]?.elapsedMs ?? 0) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #newestMs(): number {
    return this.#snapshots.at(-1)?.elapsedMs ?? Number.NEGATIVE_INFINITY;
  }
}
