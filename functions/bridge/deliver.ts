import { backoffMs } from './backoff.ts';
import { type Classified, classifyEntry, classifyRequest, UnexpectedAnswerError } from './classify.ts';
import type { Deadline } from './deadline.ts';
import { type Failure, NO_TIME } from './outcome.ts';
import type { EntryResult, PutEvents } from './put-events.ts';
import type { BridgeEntry } from './wrap.ts';

export interface DeliverySettings {
  /** Repetitions of a request, or of its failed entries. */
  readonly maxRetries: number;
  /** Longest wait before the first repetition. */
  readonly retryDelayMs: number;
}

export interface DeliveryPorts {
  readonly putEvents: PutEvents;
  readonly deadline: Deadline;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  readonly now: () => number;
  readonly onSent: (entry: BridgeEntry) => void;
  readonly onFailed: (entry: BridgeEntry, failure: Failure) => void;
}

/** What publishing took. */
export interface PublishReport {
  requests: number;
  bytes: number;
  /** Requests that were refused as a whole for throttling, and entries that failed for it. */
  throttled: number;
  /** Answer time of each request, in milliseconds. */
  readonly latenciesMs: number[];
}

/** An entry that is to be sent, and why it was not sent by the last attempt. */
interface PendingEntry {
  readonly entry: BridgeEntry;
  readonly lastFailure?: Failure;
}

/** An entry that was not sent by an attempt. */
interface EntryFailure {
  readonly entry: BridgeEntry;
  readonly classified: Classified;
}

/** Sends one request, and what fails of it again, until every entry was told of, as sent or as failed. */
export async function deliver(
  request: readonly BridgeEntry[],
  settings: DeliverySettings,
  ports: DeliveryPorts,
  report: PublishReport,
): Promise<void> {
  let pending: readonly PendingEntry[] = request.map((entry) => ({ entry }));
  for (let repetition = 0; pending.length > 0; repetition++) {
    const hasTime =
      repetition === 0 ? !ports.deadline.hasCome() : await waitToRepeat(repetition - 1, settings, ports);
    if (!hasTime) {
      for (const { entry, lastFailure } of pending) ports.onFailed(entry, deadlineFailure(lastFailure));
      return;
    }
    const entries = pending.map(({ entry }) => entry);
    const isLastAttempt = repetition >= settings.maxRetries;
    const repeated: PendingEntry[] = [];
    for (const { entry, classified } of await attemptOrSplit(entries, ports, report)) {
      const { reaction, failure } = classified;
      if (reaction === 'repeat' && !isLastAttempt) repeated.push({ entry, lastFailure: failure });
      else ports.onFailed(entry, failure);
    }
    pending = repeated;
  }
}

/** One attempt. A request that is rejected for what is in it is sent entry by entry, to find the one to blame. */
async function attemptOrSplit(
  entries: readonly BridgeEntry[],
  ports: DeliveryPorts,
  report: PublishReport,
): Promise<EntryFailure[]> {
  const failures = await attempt(entries, ports, report);
  if (entries.length === 1 || failures[0]?.classified.reaction !== 'split') return failures;
  const apart: EntryFailure[] = [];
  for (const entry of entries) {
    if (ports.deadline.hasCome()) apart.push({ entry, classified: { reaction: 'stop', failure: NO_TIME } });
    else apart.push(...(await attempt([entry], ports, report)));
  }
  const isAnySent = apart.length < entries.length;
  return isAnySent ? apart : apart.map(notToBlame);
}

/** As long as no neighbour was sent, the fault may lie in what all share: a rejection then says nothing of the record. */
function notToBlame({ entry, classified }: EntryFailure): EntryFailure {
  const { reaction, failure } = classified;
  if (reaction !== 'split') return { entry, classified };
  return { entry, classified: { reaction: 'stop', failure: { ...failure, code: 'PUT_EVENTS_REJECTED' } } };
}

/** One request. Tells of what was sent and returns what was not. */
async function attempt(
  entries: readonly BridgeEntry[],
  ports: DeliveryPorts,
  report: PublishReport,
): Promise<EntryFailure[]> {
  const results = await putEvents(entries, ports, report);
  if ('reaction' in results) {
    countThrottling(results, report);
    return entries.map((entry) => ({ entry, classified: results }));
  }
  return entries.flatMap((entry, position) => {
    const result = results[position] ?? {};
    if (isRefused(result)) {
      const classified = classifyEntry(result);
      countThrottling(classified, report);
      return [{ entry, classified }];
    }
    ports.onSent(entry);
    return [];
  });
}

function countThrottling({ failure }: Classified, report: PublishReport): void {
  if (failure.code === 'PUT_EVENTS_THROTTLED') report.throttled++;
}

function isRefused({ eventId, errorCode }: EntryResult): boolean {
  return Boolean(errorCode) || !eventId;
}

/** The result of each entry, or why the request failed as a whole. */
async function putEvents(
  entries: readonly BridgeEntry[],
  ports: DeliveryPorts,
  report: PublishReport,
): Promise<readonly EntryResult[] | Classified> {
  const startMs = ports.now();
  report.requests++;
  report.bytes += entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  try {
    const results = await ports.putEvents(entries, ports.deadline.signal);
    if (results.length === entries.length) return results;
    throw new UnexpectedAnswerError(`${entries.length} entries were sent, ${results.length} were answered.`);
  } catch (error) {
    return classifyRequest(error);
  } finally {
    report.latenciesMs.push(ports.now() - startMs);
  }
}

/** @returns false, without waiting, when the deadline comes first. */
async function waitToRepeat(
  repetition: number,
  settings: DeliverySettings,
  { deadline, random, sleep }: DeliveryPorts,
): Promise<boolean> {
  const delayMs = backoffMs(repetition, settings.retryDelayMs, random());
  if (deadline.remainingMs() <= delayMs) return false;
  await sleep(delayMs, deadline.signal);
  return !deadline.hasCome();
}

function deadlineFailure(last: Failure | undefined): Failure {
  if (last === undefined) return NO_TIME;
  return { code: 'DEADLINE', message: `No time for another attempt after ${last.code}: ${last.message}` };
}
