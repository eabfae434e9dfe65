import type { RecordSource } from '../../kafka/record-source.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { CheckedSettings } from './checked-settings.ts';
import type { Clock } from './clock.ts';
import type { MappingProblem } from './event-source-mapping.ts';
import type { FailureDestination } from './failure-destination.ts';
import type { MappingTally } from './mapping-tally.ts';
import type { PartitionLocks } from './partition-locks.ts';

/** What the parts of one mapping share. */
export interface MappingContext {
  readonly settings: CheckedSettings;
  readonly source: RecordSource;
  readonly fn: LambdaFunction;
  readonly destination: FailureDestination | undefined;
  readonly clock: Clock;
  readonly maxPayloadBytes: number;
  readonly tally: MappingTally;
  readonly locks: PartitionLocks;
  readonly tell: (problem: MappingProblem) => void;
  /** The mapping is being stopped or was killed: nothing new is begun, and nothing is tried again. */
  readonly ending: AbortSignal;
  /** The mapping was killed: nothing is committed or given up any more. */
  readonly killed: AbortSignal;
}
