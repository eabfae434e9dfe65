import type { Side } from '../../shared/configuration/format.ts';
import {
  KAFKA_EVENT_SOURCES,
  type KafkaEvent,
  type KafkaEventHeader,
  type KafkaEventSource,
  type KafkaSchemaMetadata,
} from '../../shared/kafka-event.ts';
import { type ReceivedMembers, ReceivedRecord } from './read/received-record.ts';
import { isCount, isObject } from './read/record-members.ts';

/** One Kafka record of the batch. */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Epoch milliseconds; null when Kafka has none. */
  readonly timestamp: number | null;
  readonly timestampType: string | null;
  readonly headers: readonly KafkaEventHeader[];
  /** Null for a record without a key. Taken out of base64 whenever it is asked for, as the value is. */
  readonly key: Buffer | null;
  /** Null for a tombstone. */
  readonly value: Buffer | null;
  /** False for a tombstone. */
  readonly hasValue: boolean;
  /** The schema of each side whose frame Lambda has taken away; undefined where the bytes are as on the topic. */
  readonly schemaMetadata: Readonly<Record<Side, KafkaSchemaMetadata | undefined>>;
  /** The member name under which the event carries the record; the item identifier of the batch response. */
  readonly topicPartition: string;
  /** Set when the event already shows that the record cannot become an event; its bad members are empty here. */
  readonly defect: RecordDefect | undefined;
}

export interface RecordDefect {
  readonly reason: string;
  /** The record as Lambda delivered it. */
  readonly received: unknown;
}

/** The records of one invocation, partition after partition, each in offset order. */
export interface KafkaBatch {
  readonly eventSource: KafkaEventSource;
  readonly eventSourceArn: string | undefined;
  readonly records: readonly KafkaRecord[];
}

/** The function was invoked with something that is no batch of Kafka records. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
  readonly code = 'EVENT_INVALID';

  constructor(what: string) {
    super(
      `This is not an event of a Lambda event source mapping for Kafka: ${what}. ` +
        'Expected {"eventSource":"aws:kafka" or "SelfManagedKafka","records":{"<topic>-<partition>":[…]}}.',
    );
  }
}

/**
 * Reads the event that a Kafka event source mapping sends.
 *
 * @throws InvalidEventError when it is of another shape; the whole batch then fails, so that nothing is lost.
 */
export function readBatch(event: unknown): KafkaBatch {
  assertKafkaEvent(event);
  return {
    eventSource: event.eventSource,
    eventSourceArn: event.eventSourceArn,
    records: Object.entries(event.records).flatMap(([topicPartition, list]) =>
      readPartition(topicPartition, list),
    ),
  };
}

/** The lists and their records are checked one by one as they are read. */
type UncheckedEvent = Omit<KafkaEvent, 'records'> & { readonly records: Readonly<Record<string, unknown>> };

function assertKafkaEvent(event: unknown): asserts event is UncheckedEvent {
  if (!isObject(event)) throw new InvalidEventError(`it is ${event === null ? 'null' : `a ${typeof event}`}`);
  if (!KAFKA_EVENT_SOURCES.some((known) => known === event.eventSource)) {
    throw new InvalidEventError(
      typeof event.eventSource === 'string'
        ? `its eventSource is ${JSON.stringify(event.eventSource.slice(0, MAX_SHOWN_CHARACTERS))}`
        : 'it has no eventSource',
    );
  }
  if (!isObject(event.records) || Array.isArray(event.records)) {
    throw new InvalidEventError('its records are not an object of lists by topic-partition');
  }
}

/** Longest piece of a foreign event in a message. */
const MAX_SHOWN_CHARACTERS = 60;

function readPartition(topicPartition: string, list: unknown): KafkaRecord[] {
  if (!Array.isArray(list)) throw new InvalidEventError(`records["${topicPartition}"] is not a list`);
  return list.map((record: unknown, index) => {
    if (isReceived(record)) return new ReceivedRecord(topicPartition, record);
    throw new InvalidEventError(`records["${topicPartition}"][${index}] ${missingIn(record)}`);
  });
}

/** Without its coordinates a record cannot be reported, so they fail the batch; all else fails that record alone. */
function isReceived(record: unknown): record is ReceivedMembers {
  return missingIn(record) === undefined;
}

function missingIn(record: unknown): string | undefined {
  if (!isObject(record)) return 'is not an object';
  const { topic, partition, offset } = record;
  if (typeof topic !== 'string' || topic === '') return 'has no topic';
  if (!isCount(partition)) return 'has no partition number';
  return isCount(offset) ? undefined : 'has no offset';
}
