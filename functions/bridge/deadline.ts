/**
 * Time kept back at the end of an invocation to write dead letters and answer. Publishing stops this much before Lambda
 * would end the function.
 */
const SETTLING_MS = 2_000;

/**
 * The part kept back to answer, when dead letters take long: with a third of a processor, as a function of 512 MB has it, what
 * is under way takes some hundred milliseconds to end. An answer that comes too late has the whole batch delivered again.
 */
const ANSWERING_MS = 750;

/** A short invocation keeps back this share of its time instead. */
const MAX_SHARE = 0.25;

/** How long publishing may take when the invocation has this much left. */
export function publishingBudgetMs(remainingMs: number): number {
  return remainingMs - Math.min(SETTLING_MS, remainingMs * MAX_SHARE);
}

/** How long writing dead letters may take when the invocation has this much left. */
export function settlingBudgetMs(remainingMs: number): number {
  return remainingMs - Math.min(ANSWERING_MS, remainingMs * MAX_SHARE);
}

/** Share of publishing that getting schemas may take: what needs none of those that are missing is to be sent. */
const MAX_RESOLVING_SHARE = 0.5;

/** Aborted when the schemas that have not come by then are given up. */
export function resolvingSignal({ signal, remainingMs }: Deadline): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(Math.floor(remainingMs() * MAX_RESOLVING_SHARE))]);
}

/** Share of the time left that uploads of a request may take: its other events are to be sent as well. */
const MAX_UPLOADING_SHARE = 0.5;

/** The most that they may take, however much is left. One that takes longer is more likely to come through when repeated. */
const MAX_UPLOADING_MS = 10_000;

/** Aborted when the uploads of a request that have not ended by then are given up. */
export function uploadingSignal({ signal, remainingMs }: Deadline): AbortSignal {
  const uploadingMs = Math.min(MAX_UPLOADING_MS, Math.floor(remainingMs() * MAX_UPLOADING_SHARE));
  return AbortSignal.any([signal, AbortSignal.timeout(uploadingMs)]);
}

/** The moment at which something has to stop. */
export interface Deadline {
  readonly remainingMs: () => number;
  readonly hasCome: () => boolean;
  /** Aborted when the moment comes, so that no request outlives it. */
  readonly signal: AbortSignal;
  /** Ends the timer, and aborts what is still under way, so that nothing outlives the invocation. */
  readonly end: () => void;
}

/** Reason of the abort signal. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';

  constructor() {
    super('The invocation is about to run out of time.');
  }
}

/** One for all: none says more than the other, and each would cost a stack trace. */
const REASON = new DeadlineError();

/** @param now epoch milliseconds. */
export function startDeadline(budgetMs: number, now: () => number): Deadline {
  const controller = new AbortController();
  const endMs = now() + Math.max(0, budgetMs);
  let hasCome = false;
  const timer = setTimeout(() => controller.abort(REASON), Math.max(0, budgetMs));
  return {
    remainingMs: () => Math.max(0, endMs - now()),
    hasCome: () => {
      // Once come, it stays: a clock that is set back must not open the line again.
      hasCome ||= controller.signal.aborted || now() >= endMs;
      return hasCome;
    },
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      controller.abort(REASON);
    },
  };
}

/**
 * Runs a task that has to stop at a deadline, and ends what it left under way.
 *
 * @param now epoch milliseconds.
 */
export async function withinDeadline<T>(
  budgetMs: number,
  now: () => number,
  task: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const deadline = startDeadline(budgetMs, now);
  try {
    return await task(deadline);
  } finally {
    deadline.end();
  }
}
