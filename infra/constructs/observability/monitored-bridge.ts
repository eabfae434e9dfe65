import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { ArtefactFunction } from '../artefact-function.ts';

/** An event source mapping as monitoring sees it. */
export interface MonitoredMapping {
  readonly topic: string;
  /** UUID of the mapping. */
  readonly eventSourceMappingId: string;
  readonly isProvisioned: boolean;
}

/** What there is to be watched of a bridge. */
export interface MonitoredBridge {
  /** Value of the dimension `service`. */
  readonly bridgeName: string;
  readonly bridge: ArtefactFunction;
  /** Whether the bridge puts parts of events into a bucket. @default false: no graph of it */
  readonly isOffloading?: boolean;
  /** With the metric groups `EventCount`, `ErrorCount` and `KafkaMetrics`. */
  readonly mappings: readonly MonitoredMapping[];
  /** Where the bridge puts bad records. @default - there is none: no graphs and alarms of it */
  readonly deadLetterQueue?: IQueue;
  /**
   * Queue with a message for each batch or record that ran out of retries.
   * @default - the mapping's own count of what its destination got is watched
   */
  readonly onFailureQueue?: IQueue;
}
