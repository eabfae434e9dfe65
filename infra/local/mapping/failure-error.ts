import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import { recordCount } from './event-records.ts';

/** Partitions that a message names; a batch can hold records of many. */
const NAMED_PARTITIONS = 3;

/** What a destination did not take of the records that it was given; it has the others. */
export interface Unwritten {
  /** The next attempt may write it. */
  readonly toRepeat?: KafkaEvent | undefined;
  /** No attempt ever will. */
  readonly refused?: KafkaEvent | undefined;
}

/** Records that a mapping gives up could not be written. The message tells which and why, never what they hold. */
export class FailureDestinationError extends Error {
  override readonly name = 'FailureDestinationError';
  readonly unwritten: Unwritten;

  /** @param why without a full stop, as a part of the sentence. */
  constructor(destination: string, unwritten: Unwritten, why: string, options?: ErrorOptions) {
    super(`${destination} did not take ${describeRecords(unwritten)}: ${why}.`, options);
    this.unwritten = unwritten;
  }
}

/** What a client of AWS or Kafka threw, as part of a sentence. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${error.message.replace(/\.$/, '')}`;
}

function describeRecords({ toRepeat, refused }: Unwritten): string {
  const events = [toRepeat, refused].filter((event) => event !== undefined);
  const ranges = events.flatMap(({ records }) =>
    Object.entries(records).map(([partition, list]) => {
      const [first, last] = [list[0]?.offset, list.at(-1)?.offset];
      return first === last ? `${partition}@${first}` : `${partition}@${first} to ${last}`;
    }),
  );
  const named = ranges.slice(0, NAMED_PARTITIONS).join(', ');
  const others = ranges.length - NAMED_PARTITIONS;
  const count = events.reduce((sum, event) => sum + recordCount(event), 0);
  return `${count} ${count === 1 ? 'record' : 'records'} (${named}${others > 0 ? ` and ${others} more partitions` : ''})`;
}
