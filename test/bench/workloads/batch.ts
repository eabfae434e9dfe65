import { mskEvent } from '../../../infra/local/demo/event-builder.ts';
import { seededRandom } from '../../../infra/local/seeded-random.ts';
import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import type { Workload } from './workload.ts';
import { WORKLOADS, type WorkloadName } from './workloads.ts';

/** Which batch; the same plan always makes the same batch. */
export interface BatchPlan {
  readonly workload: WorkloadName;
  readonly records: number;
  /** The records are on so many partitions of each topic, by turns. */
  readonly partitions: number;
  /** The event is handed over in parts of so many records, one after the other, while all of it is in memory. @default whole */
  readonly recordsAtOnce?: number;
}

/** As many as a topic of modest traffic has. */
export const USUAL_PARTITIONS = 4;

const SEED = 20_260_302;
const FIRST_TIMESTAMP_MS = 1_772_442_900_000;

/** The event with which Lambda delivers the batch. */
export function batchEvent({ workload, records, partitions }: BatchPlan): KafkaEvent {
  return mskEvent(
    recordsOf(workload, records).map(({ topic, value }, index) => ({
      topic,
      value,
      partition: Math.floor(index / TOPIC_TURN) % partitions,
      offset: index,
      timestamp: FIRST_TIMESTAMP_MS + index,
      key: `key-${index % KEYS}`,
    })),
  );
}

/** The parts of an event in which it is handed over, of as many records each; in each as many of every partition. */
export function partsOf(event: KafkaEvent, { records, recordsAtOnce = records }: BatchPlan): KafkaEvent[] {
  const count = Math.ceil(records / recordsAtOnce);
  if (count === 1) return [event];
  const partitions = Object.entries(event.records);
  return Array.from({ length: count }, (_, part) => ({
    ...event,
    records: Object.fromEntries(
      partitions.map(([name, list]) => {
        const [from, to] = [part, part + 1].map((bound) => Math.floor((list.length * bound) / count));
        return [name, list.slice(from, to)];
      }),
    ),
  }));
}

/** Topics take turns of that many records, so that every topic is on every partition. */
const TOPIC_TURN = 4;
const KEYS = 1_000;

/** Offsets of the records that can become events; no two records of a batch have the same. */
export function goodOffsets({ workload, records }: BatchPlan): readonly number[] {
  return recordsOf(workload, records).flatMap(({ isPoison = false }, index) => (isPoison ? [] : [index]));
}

function recordsOf(name: WorkloadName, count: number) {
  const { record }: Workload = WORKLOADS[name];
  const random = seededRandom(SEED);
  return Array.from({ length: count }, (_, index) => record(index, random));
}
