import type { Failure } from './outcome.ts';

/** What publishing took. */
export interface PublishReport {
  requests: number;
  bytes: number;
  /** Requests that were refused as a whole for throttling, and entries that failed for it. */
  throttled: number;
  /** Answer time of each request, in milliseconds. */
  readonly latenciesMs: number[];
  /** Why publishing ended before all records were sent: the deadline, or a bus that refuses everything. */
  stoppedBy: Failure | undefined;
}

export function newPublishReport(): PublishReport {
  return { requests: 0, bytes: 0, throttled: 0, latenciesMs: [], stoppedBy: undefined };
}
