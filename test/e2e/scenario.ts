import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import type { Guarantees } from './account.ts';
import type { Cluster } from './cluster.ts';
import type { Pipeline, PipelineOptions } from './pipeline.ts';
import type { PlannedRecord } from './planned-record.ts';

/** One way for things to happen between the producer and the bus. */
export interface Scenario extends Pick<PipelineOptions, 'configuration' | 'listener' | 'polling'> {
  readonly name: string;
  readonly about: string;
  /** Records, relative to the plain run. */
  readonly share: number;
  /** Of records that can become no event. From 0 to 1. @default 0 */
  readonly poisonShare?: number;
  readonly guarantees: Guarantees;
  /**
   * Writes the records, has them bridged, and lets things happen meanwhile. Ends when all is committed.
   *
   * @throws Error when something does not come about.
   */
  readonly act: (scene: Scene) => Promise<Ending>;
}

/** What a scenario acts with. */
export interface Scene {
  readonly cluster: Cluster;
  readonly pipeline: Pipeline;
  readonly records: readonly PlannedRecord[];
}

export interface Ending {
  /** What happened, in figures. */
  readonly remark: string;
  /** What was found at the failure destination. @default nothing */
  readonly givenUp?: readonly KafkaEventRecord[];
}

/** The records in so many parts of about the same size. */
export function parts<Item>(items: readonly Item[], count: number): (readonly Item[])[] {
  return Array.from({ length: count }, (_, part) =>
    items.slice(Math.floor((part * items.length) / count), Math.floor(((part + 1) * items.length) / count)),
  );
}
