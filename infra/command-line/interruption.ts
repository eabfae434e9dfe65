import process from 'node:process';

/**
 * npm passes Ctrl-C on to a process that has it from the terminal already: one key press then comes twice. It takes a few
 * milliseconds, and longer on a machine that is busy.
 */
const KEY_PRESS_MS = 1_000;

/** What a shell adds to the number of the signal that ended a program. */
const ENDED_BY_SIGNAL = 128;

/**
 * Aborted by the first Ctrl-C, so that what is under way is finished. Another one ends the process at once, unless it is
 * still the same key press.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let interruptedAtMs: number | undefined;
  const onSignal = (_: NodeJS.Signals, number: number) => {
    const nowMs = performance.now();
    interruptedAtMs ??= nowMs;
    if (nowMs - interruptedAtMs > KEY_PRESS_MS) process.exit(ENDED_BY_SIGNAL + number);
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, onSignal);
  return controller.signal;
}
