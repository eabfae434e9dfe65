import { MIN_REQUEST_BYTES } from '../../shared/configuration/limits.ts';
import { backoffMs } from './backoff.ts';
import { type Classified, classifyEntry, classifyRequest, UnexpectedAnswerError } from './classify.ts';
import { type Deadline, uploadingSignal } from './deadline.ts';
import type { OffloadedObject } from './offload/offloaded-object.ts';
import type { Uploads } from './offload/uploads.ts';
import { type Failure, NO_TIME } from './outcome.ts';
import type { Pace } from './pace/pace.ts';
import type { PublishReport } from './publish-report.ts';
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
  /** Of what was taken out of events. @default entries have nothing to upload */
  readonly uploads?: Uploads | undefined;
  readonly pace: Pace;
  readonly deadline: Deadline;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  readonly now: () => number;
  readonly onSent: (entry: BridgeEntry) => void;
  readonly onFailed: (entry: BridgeEntry, failure: Failure) => void;
  /** Told before a wait: what was sent so far may have made room for other requests. */
  readonly onPause?: () => void;
  /** The most time that a request is given before the deadline, however slow the bus is. @default no limit */
  readonly maxMarginMs?: number;
}

/** An entry that is to be sent. */
interface PendingEntry {
  readonly entry: BridgeEntry;
  /** Requests that held it so far. */
  readonly attempts: number;
  /** Why the last of them did not send it. */
  readonly lastFailure?: Failure;
}

/** An entry that was not sent by an attempt. */
interface FailedEntry extends PendingEntry {
  readonly classified: Classified;
}

/** Sends one request, and what fails of it again, until every entry was told of, as sent or as failed. */
export async function deliver(
  request: readonly BridgeEntry[],
  settings: DeliverySettings,
  ports: DeliveryPorts,
  report: PublishReport,
): Promise<void> {
  let pending: readonly PendingEntry[] = request.map((entry) => ({ entry, attempts: 0 }));
  for (let repetition = 0; pending.length > 0; repetition++) {
    if (repetition > 0 && !(await waitToRepeat(repetition - 1, settings, ports))) {
      for (const each of pending) ports.onFailed(each.entry, ending(each, NO_TIME));
      return;
    }
    const isLastAttempt = repetition >= settings.maxRetries;
    const repeated: PendingEntry[] = [];
    for (const each of await attemptStored(pending, ports, report)) {
      const { entry, attempts, classified } = each;
      const { reaction, failure } = classified;
      if (reaction === 'repeat' && !isLastAttempt) repeated.push({ entry, attempts, lastFailure: failure });
      else ports.onFailed(entry, ending(each, failure));
    }
    pending = repeated;
  }
}

/**
 * One attempt with the entries whose values are stored: an event must not refer to an object that is not there. What a
 * bucket does says nothing of the bus.
 */
async function attemptStored(
  pending: readonly PendingEntry[],
  ports: DeliveryPorts,
  report: PublishReport,
): Promise<FailedEntry[]> {
  if (pending.every(({ entry }) => entry.offloaded === undefined)) {
    return await attemptOrSplit(pending, ports, report);
  }
  const hindrance = hindranceToSend(ports);
  if (hindrance !== undefined) return pending.map((each) => hindered(each, hindrance));
  const signal = uploadingSignal(ports.deadline);
  const problems = await Promise.all(
    pending.map(({ entry: { offloaded } }) => offloaded && store(offloaded, ports, signal)),
  );
  const ready = pending.filter((_, position) => problems[position] === undefined);
  const failed = pending.flatMap((each, position): FailedEntry[] => {
    const classified = problems[position];
    return classified === undefined ? [] : [{ ...each, classified }];
  });
  return ready.length === 0 ? failed : [...failed, ...(await attemptOrSplit(ready, ports, report))];
}

/** Undefined once it is stored. */
async function store(
  object: OffloadedObject,
  { uploads }: DeliveryPorts,
  signal: AbortSignal,
): Promise<Classified | undefined> {
  return uploads === undefined ? NO_BUCKET : await uploads.store(object, signal);
}

const NO_BUCKET: Classified = {
  reaction: 'stop',
  failure: { code: 'OFFLOAD_DENIED', message: 'There is no bucket for what was taken out of the event.' },
};

/** One attempt. A request that is rejected for what is in it is sent entry by entry, to find the one to blame. */
async function attemptOrSplit(
  pending: readonly PendingEntry[],
  ports: DeliveryPorts,
  report: PublishReport,
): Promise<FailedEntry[]> {
  const failed = await attempt(pending, ports, report);
  if (failed[0]?.classified.reaction !== 'split') return failed;
  if (pending.length === 1) return rejectedAlone(failed, ports);
  const apart: FailedEntry[] = [];
  for (const each of failed) apart.push(...(await attempt([each], ports, report)));
  const isAnySent = apart.length < pending.length;
  return isAnySent ? apart : notToBlame(apart, ports);
}

/** Without neighbours to compare with, what the bus did with other events decides whether the event is to blame. */
function rejectedAlone(failed: FailedEntry[], ports: DeliveryPorts): FailedEntry[] {
  const { circuit } = ports.pace;
  if (!circuit.blamesEvent) return notToBlame(failed, ports);
  circuit.rejected();
  return failed;
}

/** As long as no neighbour was sent, the fault may lie in what all share: a rejection then says nothing of the record. */
function notToBlame(failed: readonly FailedEntry[], { pace: { circuit } }: DeliveryPorts): FailedEntry[] {
  const excused = failed.map((each): FailedEntry => {
    const { reaction, failure } = each.classified;
    if (reaction !== 'split' || isTooLargeForSome(each)) return each;
    return {
      ...each,
      classified: { reaction: 'stop', failure: { ...failure, code: 'PUT_EVENTS_REJECTED' } },
    };
  });
  // One that was not even tried, because the circuit is open, shows nothing new.
  const rejection = excused.find((each, position) => each !== failed[position]);
  if (rejection !== undefined) circuit.refused(rejection.classified.failure);
  return excused;
}

/** Not every Region has the larger limit yet: there the event is to blame, whatever becomes of the others. */
function isTooLargeForSome({ entry, classified: { failure } }: FailedEntry): boolean {
  return failure.code === 'ENTRY_TOO_LARGE' && entry.sizeBytes >= MIN_REQUEST_BYTES;
}

/** One request. Tells of what was sent and returns what was not. */
async function attempt(
  pending: readonly PendingEntry[],
  ports: DeliveryPorts,
  report: PublishReport,
): Promise<FailedEntry[]> {
  const hindrance = await waitForTurn(ports);
  if (hindrance !== undefined) return pending.map((each) => hindered(each, hindrance));
  const startMs = ports.now();
  const results = await putEvents(pending, ports, report);
  const failed: FailedEntry[] = [];
  let position = 0;
  for (const each of pending) {
    const classified = 'reaction' in results ? results : refusal(results[position]);
    position += 1;
    if (classified === undefined) ports.onSent(each.entry);
    else failed.push({ ...each, attempts: each.attempts + 1, classified });
  }
  learn(failed, pending.length, startMs, ports);
  report.throttled += throttlings(results, failed);
  return failed;
}

function hindered(each: PendingEntry, failure: Failure): FailedEntry {
  return { ...each, classified: { reaction: 'stop', failure } };
}

/** Undefined when the entry was taken. */
function refusal(result: EntryResult = {}): Classified | undefined {
  return result.errorCode || !result.eventId ? classifyEntry(result) : undefined;
}

/** What the answer says of the bus: whether it takes events, and whether they come too fast. */
function learn(
  failed: readonly FailedEntry[],
  entries: number,
  startMs: number,
  { pace: { circuit, concurrency }, now }: DeliveryPorts,
): void {
  const isAnySent = failed.length < entries;
  if (failed.some(isThrottled)) concurrency.throttled(startMs, now());
  else if (isAnySent) concurrency.answered();
  if (isAnySent) circuit.accepted();
  else if (failed[0] !== undefined && failed.every(isRefusedByTheBus))
    circuit.refused(failed[0].classified.failure);
}

/** A request that was throttled as a whole counts once. */
function throttlings(results: readonly EntryResult[] | Classified, failed: readonly FailedEntry[]): number {
  const throttled = failed.filter(isThrottled).length;
  return 'reaction' in results ? Math.min(throttled, 1) : throttled;
}

function isThrottled({ classified }: FailedEntry): boolean {
  return classified.failure.code === 'PUT_EVENTS_THROTTLED';
}

function isRefusedByTheBus({ classified: { reaction, failure }, attempts }: FailedEntry): boolean {
  // A wrong clock has all requests under way refused, and none of those that are made after the first answer.
  if (reaction === 'repeat' && attempts === 1) return false;
  return failure.code === 'PUT_EVENTS_DENIED' || failure.code === 'EVENT_BUS_MISSING';
}

/** The result of each entry, or why the request failed as a whole. */
async function putEvents(
  pending: readonly PendingEntry[],
  { putEvents: send, deadline, now, pace: { latency } }: DeliveryPorts,
  report: PublishReport,
): Promise<readonly EntryResult[] | Classified> {
  const entries = pending.map(({ entry }) => entry);
  const startMs = now();
  report.requests++;
  report.bytes += entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  try {
    const results = await send(entries, deadline.signal);
    if (results.length === entries.length) return results;
    throw new UnexpectedAnswerError(`${entries.length} entries were sent, ${results.length} were answered.`);
  } catch (error) {
    return classifyRequest(error);
  } finally {
    // The clock may have been set back.
    const latencyMs = Math.max(0, now() - startMs);
    report.latenciesMs.push(latencyMs);
    // A request that the deadline cut off says nothing of how long an answer takes.
    if (!deadline.hasCome()) latency.add(latencyMs);
  }
}

/** Waits until the rate lets a request pass; tells what keeps it from being sent at all. */
async function waitForTurn(ports: DeliveryPorts): Promise<Failure | undefined> {
  const { pace, now, sleep, deadline } = ports;
  const waitMs = pace.rate.waitMs(now());
  const hindrance = hindranceToSend(ports, waitMs);
  if (hindrance !== undefined) return hindrance;
  pace.rate.take(now());
  if (waitMs === 0) return undefined;
  await sleep(waitMs, deadline.signal);
  return hindranceToSend(ports);
}

/**
 * Why no request may be sent any more. A request that would be cut off by the deadline is not begun, because nobody would
 * know what became of it.
 *
 * @param waitMs how long the request has to wait first.
 */
export function hindranceToSend(
  {
    pace: { circuit, latency },
    deadline,
    maxMarginMs = Number.POSITIVE_INFINITY,
  }: Pick<DeliveryPorts, 'pace' | 'deadline' | 'maxMarginMs'>,
  waitMs = 0,
): Failure | undefined {
  if (circuit.failure !== undefined) return notTried(circuit.failure);
  if (deadline.hasCome()) return NO_TIME;
  const marginMs = Math.min(latency.expectedMs, maxMarginMs);
  return deadline.remainingMs() <= waitMs + marginMs ? NO_TIME : undefined;
}

function notTried({ code, message }: Failure): Failure {
  return { code, message: `Not tried, because the event bus refuses all events: ${message}` };
}

/** @returns false, without waiting, when the deadline comes first. */
async function waitToRepeat(
  repetition: number,
  settings: DeliverySettings,
  { deadline, random, sleep, onPause }: DeliveryPorts,
): Promise<boolean> {
  const delayMs = backoffMs(repetition, settings.retryDelayMs, random());
  if (deadline.remainingMs() <= delayMs) return false;
  onPause?.();
  await sleep(delayMs, deadline.signal);
  return !deadline.hasCome();
}

/** How an entry ends: with what happened to it last, and how often it was sent. */
function ending({ attempts, lastFailure }: PendingEntry, failure: Failure): Failure {
  if (failure !== NO_TIME || lastFailure === undefined) return { ...failure, attempts };
  const message = `No time for another attempt after ${lastFailure.code}: ${lastFailure.message}`;
  return { code: 'DEADLINE', message, attempts };
}
