import type { ProducedRecord } from '../../../infra/local/demo/event-builder.ts';
import type { Random } from '../../../infra/local/seeded-random.ts';

export interface WorkloadRecord extends Pick<ProducedRecord, 'topic' | 'value'> {
  /** It cannot become an event. */
  readonly isPoison?: boolean;
}

/** What is on the topics. */
export interface Workload {
  readonly about: string;
  /** Members of the configuration document. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly record: (index: number, random: Random) => WorkloadRecord;
}
