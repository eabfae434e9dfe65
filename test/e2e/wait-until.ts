import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 50;

/** Enough for a broker that starts and a group that finds itself anew, on a busy machine. */
const PATIENCE_MS = 60_000;

export interface Wait {
  /** What is waited for and how far it has come, for the message when it does not come. */
  readonly for: () => string;
  /** What it throws counts as "not yet". */
  readonly until: () => boolean | Promise<boolean>;
  /** A figure that changes while something happens: patience begins anew then. @default nothing is seen to happen */
  readonly progress?: () => number;
  /** @default 60,000 */
  readonly patienceMs?: number;
}

/**
 * Waits for something that comes about by itself.
 *
 * @throws Error when it does not; what `until` threw last is its cause.
 */
export async function waitUntil(wait: Wait): Promise<void> {
  const { until, progress = () => 0, patienceMs = PATIENCE_MS } = wait;
  let [latest, sinceMs] = [progress(), performance.now()];
  let cause: unknown;
  while (performance.now() - sinceMs < patienceMs) {
    try {
      if (await until()) return;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await sleep(INTERVAL_MS);
    const now = progress();
    if (now !== latest) [latest, sinceMs] = [now, performance.now()];
  }
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  throw new Error(`Waited ${Math.round(patienceMs / 1_000)} s for ${wait.for()}, in vain${why}.`, { cause });
}

/**
 * Waits for a promise, but not for ever.
 *
 * @param what it is, for the message when it does not come.
 */
export async function within<T>(what: string, promise: Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const late = Promise.withResolvers<never>();
  const message = `Waited ${Math.round(patienceMs / 1_000)} s for ${what}, in vain.`;
  const timer = setTimeout(() => late.reject(new Error(message)), patienceMs);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
