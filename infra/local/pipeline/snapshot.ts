import type { MappingCounts } from '../mapping/mapping-counts.ts';

/** What is to be seen of the pipeline at one moment, for a person or a machine. Counts are since the start. */
export interface PipelineSnapshot {
  readonly elapsedMs: number;
  /** How long records are produced or read; undefined until somebody ends it. */
  readonly durationMs: number | undefined;
  /** Nothing new is produced or read any more; what is under way is finished. */
  readonly isFinishing: boolean;
  /** `Kafka in memory`, or `Kafka at <addresses>`. */
  readonly source: string;
  /** Faults of the stand-ins, as they were given; undefined when there are none. */
  readonly faults: string | undefined;
  /** Transactions of the demo's producer; undefined when the records are somebody else's. */
  readonly producedRecords: number | undefined;
  /** In the order in which records pass them. */
  readonly mappings: readonly MappingSnapshot[];
  readonly bus: BusSnapshot;
  readonly rules: readonly RuleSnapshot[];
  readonly failures: FailureSnapshot;
}

export interface MappingSnapshot {
  /** Of the function behind it: `demo-analyzer`, `bridge`. */
  readonly functionName: string;
  readonly topic: string;
  readonly counts: MappingCounts;
  /** Records of the topic that are not committed. */
  readonly lag: number;
  readonly coldStarts: number;
}

export interface BusSnapshot {
  readonly name: string;
  readonly putEventsRequests: number;
  readonly events: number;
  /** Events that no rule waits for. */
  readonly unmatchedEvents: number;
}

export interface RuleSnapshot {
  readonly name: string;
  readonly matched: number;
  /** Where its events went, and how many arrived. */
  readonly targets: readonly { readonly to: string; readonly delivered: number }[];
}

export interface FailureSnapshot {
  /** Answers that the faults of the stand-ins spoiled. */
  readonly injectedFaults: number;
  readonly deadLetters: number;
  /** Of records, the newest last; a few. */
  readonly latest: readonly FailedRecord[];
}

export interface FailedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}
