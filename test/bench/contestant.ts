import type { Measurement, Stopwatch } from './measurement.ts';
import type { BatchPlan } from './workloads/batch.ts';

/** What a contestant is asked to do in one go. */
export interface Job {
  readonly plan: BatchPlan;
  /** Batches, requests or passes, as the contestant counts. */
  readonly units: number;
}

/** Work that is measured against that of others, each in a process of its own. A module exports one as `start`. */
export type Contestant = (job: Job, stopwatch: Stopwatch) => Promise<void>;

export interface ContestantModule {
  readonly start: (...args: readonly string[]) => Promise<Contestant>;
}

/** What the process of a contestant answers to a job. */
export type JobAnswer = { readonly measured: Measurement } | { readonly error: string };
