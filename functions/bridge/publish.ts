import { backoffMs } from './backoff.ts';
import {
  type Classified,
  classifyEntry,
  classifyRequest,
  type Reaction,
  UnexpectedAnswerError,
} from './classify.ts';
import type { Deadline } from './deadline.ts';
import type { Failure } from './outcome.ts';
import type { EntryResult, PutEvents } from './put-events.ts';
import type { BridgeEntry } from './wrap.ts';

/** How an entry ended at EventBridge. `refused` is for good, `unsent` may pass later. */
export type PublishResult =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'unsent'; readonly failure: Failure };

export interface PublishSettings {
  /** Requests under way at once. */
  readonly maxConcurrency: number;
  readonly maxRetries: number;
  readonly retryDelayMs: number;
}

export interface PublishPorts {
  readonly putEvents: PutEvents;
  readonly deadline: Deadline;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  readonly now: () => number;
  /** Told of every entry, exactly once. */
  readonly onResult: (entry: BridgeEntry, result: PublishResult) => void;
}

/** What publishing took. */
export interface PublishReport {
  requests: number;
  bytes: number;
  /** Answer time of each request, in milliseconds. */
  readonly latenciesMs: number[];
}

/**
 * Sends requests with bounded concurrency until there are none or the deadline has come.
 *
 * Requests are pulled one by one, so entries are made while others are under way. Entries that were pulled end in
 * exactly one `onResult`; requests left unpulled at the deadline are the caller's to settle.
 */
export async function publish(
  requests: Iterable<BridgeEntry[]>,
  settings: PublishSettings,
  ports: PublishPorts,
): Promise<PublishReport> {
  const report: PublishReport = { requests: 0, bytes: 0, latenciesMs: [] };
  const iterator = requests[Symbol.iterator]();
  const sender = async (): Promise<void> => {
    while (!ports.deadline.hasCome()) {
      const next = iterator.next();
      if (next.done) return;
      await deliver(next.value, settings, ports, report);
    }
  };
  await Promise.all(Array.from({ length: settings.maxConcurrency }, sender));
  return report;
}

/** Sends one request, and what fails of it again, until every entry has its result. */
async function deliver(
  request: BridgeEntry[],
  settings: PublishSettings,
  ports: PublishPorts,
  report: PublishReport,
): Promise<void> {
  let pending = request;
  for (let repetition = 0; ; repetition++) {
    const failures = await attempt(pending, ports, report);
    if (failures.length > 1 && failures[0]?.classified.reaction === 'split') {
      // The request failed as a whole for what is in it: halve it until the entry to blame stands alone.
      const middle = Math.ceil(pending.length / 2);
      await deliver(pending.slice(0, middle), settings, ports, report);
      await deliver(pending.slice(middle), settings, ports, report);
      return;
    }
    const repeatable = settleFailures(failures, repetition >= settings.maxRetries, ports);
    if (repeatable.length === 0) return;
    if (!(await waitToRepeat(repetition, settings, ports))) {
      for (const { entry, classified } of repeatable) {
        ports.onResult(entry, { kind: 'unsent', failure: deadlineFailure(classified.failure) });
      }
      return;
    }
    pending = repeatable.map(({ entry }) => entry);
  }
}

interface EntryFailure {
  readonly entry: BridgeEntry;
  readonly classified: Classified;
}

/** One request. Reports what was sent and returns what was not. */
async function attempt(
  entries: BridgeEntry[],
  ports: PublishPorts,
  report: PublishReport,
): Promise<EntryFailure[]> {
  const startMs = ports.now();
  report.requests++;
  report.bytes += entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  try {
    const results = await ports.putEvents(entries, ports.deadline.signal);
    if (results.length !== entries.length) {
      throw new UnexpectedAnswerError(
        `${entries.length} entries were sent, ${results.length} were answered.`,
      );
    }
    return entries.flatMap((entry, position) => entryFailure(entry, results[position] ?? {}, ports));
  } catch (error) {
    const classified = classifyRequest(error);
    return entries.map((entry) => ({ entry, classified }));
  } finally {
    report.latenciesMs.push(ports.now() - startMs);
  }
}

function entryFailure(entry: BridgeEntry, result: EntryResult, ports: PublishPorts): EntryFailure[] {
  if (result.errorCode === undefined && result.eventId !== undefined) {
    ports.onResult(entry, { kind: 'sent' });
    return [];
  }
  return [{ entry, classified: classifyEntry(result) }];
}

/** Settles the failures that are not to be repeated and returns the others. */
function settleFailures(
  failures: readonly EntryFailure[],
  isLastAttempt: boolean,
  ports: PublishPorts,
): EntryFailure[] {
  return failures.filter(({ entry, classified: { reaction, failure } }) => {
    const result = resultOf(reaction, failure, isLastAttempt);
    if (result !== undefined) ports.onResult(entry, result);
    return result === undefined;
  });
}

/** Undefined when the entry is to be sent again. */
function resultOf(reaction: Reaction, failure: Failure, isLastAttempt: boolean): PublishResult | undefined {
  switch (reaction) {
    case 'refuse':
    case 'split':
      return { kind: 'refused', failure };
    case 'give-up':
      return { kind: 'unsent', failure };
    case 'repeat':
      return isLastAttempt ? { kind: 'unsent', failure } : undefined;
    case 'repeat-then-refuse':
      return isLastAttempt ? { kind: 'refused', failure } : undefined;
  }
}

/** @returns false when the deadline comes before the wait is over. */
async function waitToRepeat(
  repetition: number,
  settings: PublishSettings,
  { deadline, random, sleep }: PublishPorts,
): Promise<boolean> {
  const delayMs = backoffMs(repetition, settings.retryDelayMs, random());
  if (deadline.remainingMs() <= delayMs) return false;
  await sleep(delayMs, deadline.signal);
  return !deadline.hasCome();
}

function deadlineFailure(last: Failure): Failure {
  return { code: 'DEADLINE', message: `No time for another attempt after ${last.code}: ${last.message}` };
}
