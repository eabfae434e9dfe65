import type { RecordSource } from '../../kafka/record-source.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { FailureDestination } from './failure-destination.ts';
import type { MappingCounts } from './mapping-counts.ts';
import type { EventSourceMappingSettings } from './mapping-settings.ts';

export interface EventSourceMappingOptions {
  readonly settings: EventSourceMappingSettings;
  readonly source: RecordSource;
  readonly fn: LambdaFunction;
  /** @default - records that are given up are dropped */
  readonly destination?: FailureDestination;
  /** Told about what an operator would find in the logs of the pollers, without payload. @default nothing is told */
  readonly onProblem?: (problem: MappingProblem) => void;
}

/** What went wrong outside of the function, or took records with it. */
export interface MappingProblem {
  /** `invocation` is a function that failed or was throttled, `unreached` one that could not be invoked for any other reason. */
  readonly kind: 'polling' | 'invocation' | 'unreached' | 'destination' | 'commit' | 'dropped';
  readonly message: string;
}

/** A mapping at work. */
export interface EventSourceMapping {
  counts(): MappingCounts;
  /** Records of the topic that this group has not committed, or had not when this mapping stopped. */
  lag(): Promise<number>;
  /** Reads nothing more, waits for what is under way, commits it and leaves the group. */
  stop(): Promise<void>;
  /** Ends as when its machine goes away: without a commit of what is under way. */
  kill(): Promise<void>;
}
