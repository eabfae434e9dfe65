import { setTimeout as sleep } from 'node:timers/promises';

/** The time that a mapping goes by. */
export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
  /** Resolves when the time is over, or at once when the signal ends it. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};
