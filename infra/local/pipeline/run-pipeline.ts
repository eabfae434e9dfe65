import { type Clock, SYSTEM_CLOCK } from '../mapping/clock.ts';
import type { Pipeline } from './pipeline.ts';
import { isClean, type PipelineAuditResult } from './pipeline-audit.ts';
import type { PipelineSnapshot } from './snapshot.ts';

/** What the pipeline did, for a person or a machine to read. */
export interface PipelineSummary {
  readonly last: PipelineSnapshot;
  readonly audit: PipelineAuditResult;
  /** Records that were left when nothing went on any more. */
  readonly pendingRecords: number;
  /** Transactions that the demo's producer was asked for. */
  readonly requestedRecords: number | undefined;
  /** Somebody ended it before its time. */
  readonly isInterrupted: boolean;
  readonly exampleEvent: string | undefined;
}

export interface RunPipelineOptions {
  /** How long records are produced or read, to be shown; undefined until the signal says so. */
  readonly durationMs: number | undefined;
  /** Told about ten times a second. */
  readonly onSnapshot: (snapshot: PipelineSnapshot) => void;
  /** Ends production; what is under way is finished. */
  readonly signal: AbortSignal;
  /** @default - the clock of the system */
  readonly clock?: Clock;
}

const NEVER = new AbortController().signal;

const SNAPSHOT_INTERVAL_MS = 100;

/** Records that nobody finishes within this are given up. Longer than a retry of the mapping with all of its waits. */
const STANDSTILL_MS = 60_000;

/** Everything that was written is on the bus or in the dead letters, and something was. */
export function isDelivered({ audit, last, pendingRecords, isInterrupted }: PipelineSummary): boolean {
  const exhausted = audit.bridge.exhausted + (audit.analyzer?.exhausted ?? 0);
  const isIdle = last.producedRecords === 0 && !isInterrupted;
  return isClean(audit) && pendingRecords + exhausted === 0 && !isIdle;
}

/**
 * Lets a pipeline run for its time, then drains it and audits it.
 *
 * @throws Error when the demo's producer failed.
 */
export async function runPipeline(
  pipeline: Pipeline,
  { durationMs, onSnapshot, signal, clock = SYSTEM_CLOCK }: RunPipelineOptions,
): Promise<PipelineSummary> {
  const startMs = clock.nowMs();
  let isFinishing = false;
  const look = (): PipelineSnapshot => ({
    elapsedMs: Math.round(clock.nowMs() - startMs),
    durationMs,
    isFinishing,
    ...pipeline.snapshot(),
  });
  const watched = new AbortController();
  // It ends with the run, or with what the view throws.
  const watching = watch(() => onSnapshot(look()), watched.signal, clock);
  const watchedOver = async <Result>(work: Promise<Result>): Promise<Result> => {
    const failed = watching.then(() => work);
    return await Promise.race([work, failed]);
  };
  try {
    await watchedOver(Promise.race([pipeline.production, aborted(signal)]));
    isFinishing = true;
    await watchedOver(pipeline.endProduction());
    const pendingRecords = await watchedOver(drained(pipeline, clock));
    const audit = await watchedOver(pipeline.finish());
    watched.abort();
    await watching;
    const last = look();
    onSnapshot(last);
    return {
      last,
      audit,
      pendingRecords,
      requestedRecords: pipeline.requestedRecords,
      isInterrupted: signal.aborted,
      exampleEvent: pipeline.exampleEvent(),
    };
  } finally {
    watched.abort();
    await pipeline.close();
  }
}

async function watch(show: () => void, signal: AbortSignal, clock: Clock): Promise<void> {
  while (!signal.aborted) {
    show();
    await clock.sleep(SNAPSHOT_INTERVAL_MS, signal);
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}

/** @returns records that are left when nothing has been finished for a while; 0 when all are. */
async function drained({ pendingRecords }: Pipeline, clock: Clock): Promise<number> {
  let fewest = Number.POSITIVE_INFINITY;
  let fewestAtMs = clock.nowMs();
  for (;;) {
    const pending = await pendingRecords();
    if (pending === 0) return 0;
    const nowMs = clock.nowMs();
    if (pending < fewest) {
      fewest = pending;
      fewestAtMs = nowMs;
    }
    if (nowMs - fewestAtMs > STANDSTILL_MS) return pending;
    await clock.sleep(SNAPSHOT_INTERVAL_MS, NEVER);
  }
}
