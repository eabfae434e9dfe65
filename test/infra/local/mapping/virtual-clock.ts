import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../../infra/local/mapping/clock.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** More than any run needs: beyond, something waits for what never comes. */
const MAX_STEPS = 20_000;

/** Time that passes only when a test says so, from one sleeper to the next. */
export class VirtualClock implements Clock {
  #nowMs = Date.UTC(2026, 2, 1);
  readonly #sleepers = new Set<Sleeper>();

  nowMs(): number {
    return this.#nowMs;
  }

  /** How many wait for the time to pass. */
  get sleepers(): number {
    return this.#sleepers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (signal?.aborted) return Promise.resolve();
    const wake = () => {
      this.#sleepers.delete(sleeper);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const sleeper: Sleeper = { atMs: this.#nowMs + ms, wake };
    this.#sleepers.add(sleeper);
    signal?.addEventListener('abort', wake);
    return promise;
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    await turn();
  }

  /** Lets so much time pass. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await this.settle();
    for (let next = this.#next(); next !== undefined && next.atMs <= untilMs; next = this.#next()) {
      await this.#step(next);
    }
    this.#nowMs = untilMs;
  }

  /** Lets time pass until something is so. */
  async until(isSo: () => boolean): Promise<void> {
    await this.settle();
    for (let step = 0; !isSo(); step++) {
      const next = this.#next();
      if (next === undefined) throw new Error('Nothing happens any more, and it is not so.');
      if (step === MAX_STEPS) throw new Error('It is still not so.');
      await this.#step(next);
    }
  }

  /** What a promise comes to, however much time it takes. */
  async result<Result>(promise: Promise<Result>): Promise<Result> {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    settled.catch(() => undefined);
    await this.until(() => isSettled);
    return await settled;
  }

  #next(): Sleeper | undefined {
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers) if (next === undefined || sleeper.atMs < next.atMs) next = sleeper;
    return next;
  }

  async #step({ atMs, wake }: Sleeper): Promise<void> {
    this.#nowMs = Math.max(this.#nowMs, atMs);
    wake();
    await this.settle();
  }
}
