import type { StartingPosition } from '../../kafka/record-source.ts';
import type { ResponseReading } from './records-to-repeat.ts';

/**
 * An event source mapping, in the words of Lambda's API.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export interface EventSourceMappingSettings {
  readonly topic: string;
  readonly consumerGroupId: string;
  /** @default 'TRIM_HORIZON' */
  readonly startingPosition?: StartingPosition;
  /** 1 to 10,000. @default 100 */
  readonly batchSize?: number;
  /** How long a batch is gathered from its first record on, 0 to 300,000. Lambda takes its default and whole seconds. @default 500 */
  readonly batchWindowMs?: number;
  /** Event patterns over `value`, as JSON text; a record that matches none is left out. @default - all records */
  readonly filters?: readonly string[];
  readonly polling: PollingMode;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html */
export type PollingMode = OnDemandMode | ProvisionedMode;

/** A batch that fails is delivered again, whole and without end. */
export interface OnDemandMode {
  readonly mode: 'on-demand';
  /** @default 1 */
  readonly pollers?: number;
}

export interface ProvisionedMode {
  readonly mode: 'provisioned';
  /** More than the topic has partitions have nothing to do; Lambda starts no such. @default 1 */
  readonly pollers?: number;
  /** Invocations of one poller at a time, each with partitions of its own. @default 5 */
  readonly invocationsPerPoller?: number;
  /** -1 is endless, and 10 when there is a failure destination. @default -1 */
  readonly maximumRetryAttempts?: number;
  /** -1 is never. @default -1 */
  readonly maximumRecordAgeSeconds?: number;
  /** @default false */
  readonly bisectBatchOnFunctionError?: boolean;
  /** How the answer of the function is read. `ignored` is without `ReportBatchItemFailures`. @default 'ignored' */
  readonly responseReading?: ResponseReading;
}

/** Lambda's limit of one invocation: bytes of the event as JSON. */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
