import {
  KAFKA_EVENT_SOURCES,
  type KafkaEvent,
  type KafkaEventHeader,
  type KafkaEventRecord,
  type KafkaEventSource,
} from '../../shared/kafka-event.ts';

/** One Kafka record of the batch, its bytes taken out of base64. */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Epoch milliseconds; null when Kafka has none. */
  readonly timestamp: number | null;
  readonly timestampType: string | null;
  readonly headers: readonly KafkaEventHeader[];
  /** Null for a record without a key. */
  readonly key: Buffer | null;
  /** Null for a tombstone. */
  readonly value: Buffer | null;
  /** The member name under which the event carries the record; the item identifier of the batch response. */
  readonly topicPartition: string;
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
function assertKafkaEvent(event: unknown): asserts event is KafkaEvent {
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

function readPartition(topicPartition: string, list: readonly unknown[]): KafkaRecord[] {
  if (!Array.isArray(list)) throw new InvalidEventError(`records["${topicPartition}"] is not a list`);
  return list.map((record: unknown, index) => {
    assertRecord(record, `records["${topicPartition}"][${index}]`);
    return toKafkaRecord(topicPartition, record);
  });
}

function assertRecord(record: unknown, where: string): asserts record is KafkaEventRecord {
  const problem = recordProblem(record);
  if (problem !== undefined) throw new InvalidEventError(`${where} ${problem}`);
}

function recordProblem(record: unknown): string | undefined {
  if (!isObject(record)) return 'is not an object';
  if (typeof record.topic !== 'string' || record.topic === '') return 'has no topic';
  if (!isCount(record.partition)) return 'has no partition number';
  if (!isCount(record.offset)) return 'has no offset';
  if (!isText(record.key)) return 'has a key that is not base64 text';
  if (!isText(record.value)) return 'has a value that is not base64 text';
  if (!(isAbsent(record.timestamp) || Number.isSafeInteger(record.timestamp))) return 'has a bad timestamp';
  if (!isText(record.timestampType)) return 'has a bad timestampType';
  if (!(isAbsent(record.headers) || isHeaderList(record.headers))) return 'has bad headers';
  return undefined;
}

function toKafkaRecord(topicPartition: string, record: KafkaEventRecord): KafkaRecord {
  return {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    // Kafka writes -1 for "no timestamp".
    timestamp: typeof record.timestamp === 'number' && record.timestamp >= 0 ? record.timestamp : null,
    timestampType: record.timestampType ?? null,
    headers: record.headers ?? [],
    key: bytes(record.key),
    value: bytes(record.value),
    topicPartition,
  };
}

function bytes(base64: string | null | undefined): Buffer | null {
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64') : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isText(value: unknown): boolean {
  return isAbsent(value) || typeof value === 'string';
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isHeaderList(headers: unknown): boolean {
  return (
    Array.isArray(headers) &&
    headers.every((header) => isObject(header) && Object.values(header).every(isBytes))
  );
}

function isBytes(value: unknown): boolean {
  return isAbsent(value) || (Array.isArray(value) && value.every((byte) => Number.isInteger(byte)));
}
