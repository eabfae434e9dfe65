import type { Fault } from '../../infra/local/fault.ts';
import type { Isolation } from '../../infra/local/lambda/execution-environment.ts';
import type { RetrySettings } from '../../infra/local/mapping/delivery.ts';

/** What the records hold; decides the converters in the configuration. */
export const FORMATS = ['json', 'avro', 'glue', 'confluent'] as const;
export type Format = (typeof FORMATS)[number];

/** Where the bridge may write dead letters. */
export const STORES = ['queue', 'bucket', 'both', 'none'] as const;
export type Store = (typeof STORES)[number];

export type Ordering = 'none' | 'partition' | 'key';

/** Faults for so many invocations, counted over all pollers. At the first time, each of them strikes at least once. */
export interface Phase {
  readonly invocations: number;
  readonly faults: readonly Fault[];
  /** Every poller begins the phase with a new execution environment. @default false */
  readonly isColdStart?: boolean;
}

/** One way for things to go wrong: what is produced, how it is delivered, what fails, and what may become of it. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** Part of the records of a whole run, relative to the other scenarios. */
  readonly weight: number;
  readonly format: Format;
  /** Records that can become no event. From 0 to 1. */
  readonly poisonShare: number;
  /** Records in a batch, at most. */
  readonly batchSize: number;
  /** Pollers, each with partitions and an execution environment of its own. */
  readonly pollers: number;
  readonly mapping: RetrySettings;
  readonly ordering: Ordering;
  readonly errorsTolerance: 'all' | 'none';
  readonly store: Store;
  /** Members of the configuration document beside these. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Of the function. */
  readonly timeoutMs: number;
  readonly isolation: Isolation;
  /** One after the other, again and again. */
  readonly phases: readonly Phase[];
  /** Requests of PutEvents after which the function is killed, when EventBridge has taken the events. From 0 to 1. */
  readonly killShare: number;
  /** The event bus is made only after so many invocations. */
  readonly busMissingForInvocations: number;
  /** Codes with which records may be dead-lettered that nothing is wrong with. */
  readonly refusalCodes: readonly string[];
  /** Which records may run out of retries. */
  readonly mayExhaust: 'none' | 'poison' | 'any';
}

/** A scenario in which nothing fails; others say how they differ. */
export const CALM: Omit<Scenario, 'name' | 'about'> = {
  weight: 1,
  format: 'json',
  poisonShare: 0.01,
  batchSize: 100,
  pollers: 2,
  mapping: { reading: 'listed', maxRetries: 10, retryWaitMs: 2 },
  ordering: 'none',
  errorsTolerance: 'all',
  store: 'both',
  configuration: {},
  timeoutMs: 30_000,
  isolation: 'process',
  phases: [],
  killShare: 0,
  busMissingForInvocations: 0,
  refusalCodes: [],
  mayExhaust: 'none',
};
