import {
  KAFKA_EVENT_SOURCES,
  type KafkaEvent,
  type KafkaEventHeader,
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
  return list.map((record: unknown, index) =>
    readRecord(topicPartition, record, `records["${topicPartition}"][${index}]`),
  );
}

/** Without its coordinates a record cannot be reported, so they fail the batch; all else fails that record alone. */
function readRecord(topicPartition: string, record: unknown, where: string): KafkaRecord {
  if (!isObject(record)) throw new InvalidEventError(`${where} is not an object`);
  const { topic, partition, offset, key, value, timestamp, timestampType, headers } = record;
  if (typeof topic !== 'string' || topic === '') throw new InvalidEventError(`${where} has no topic`);
  if (!isCount(partition)) throw new InvalidEventError(`${where} has no partition number`);
  if (!isCount(offset)) throw new InvalidEventError(`${where} has no offset`);
  const goodHeaders = readHeaders(headers);
  const reason = goodHeaders === undefined ? BAD_HEADERS : memberDefect(record);
  return {
    topic,
    partition,
    offset,
    // Kafka writes -1 for "no timestamp".
    timestamp: isCount(timestamp) ? timestamp : null,
    timestampType: typeof timestampType === 'string' ? timestampType : null,
    headers: goodHeaders ?? [],
    key: bytes(key),
    value: bytes(value),
    topicPartition,
    defect: reason === undefined ? undefined : { reason, received: record },
  };
}

const BAD_HEADERS = 'The headers are not a list of names with bytes.';

function memberDefect({ key, value, timestamp, timestampType }: Record<string, unknown>): string | undefined {
  if (!isAbsent(key) && !isBase64(key)) return 'The key is not base64 text.';
  if (!isAbsent(value) && !isBase64(value)) return 'The value is not base64 text.';
  if (!isAbsent(timestampType) && typeof timestampType !== 'string')
    return 'The timestamp type is not a text.';
  if (!isAbsent(timestamp) && !isTimestamp(timestamp)) {
    return 'The timestamp is no whole number below 2^53; its exact value does not survive the event of Lambda.';
  }
  return undefined;
}

function bytes(base64: unknown): Buffer | null {
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64') : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** Node decodes what it can and skips the rest: bytes that are missing tell that the text was not base64 throughout. */
function isBase64(value: unknown): boolean {
  if (typeof value !== 'string' || value.length % 4 !== 0) return false;
  const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0;
  return Buffer.from(value, 'base64').length === (value.length / 4) * 3 - padding;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Anything below 0 stands for "no timestamp". */
function isTimestamp(value: unknown): boolean {
  return typeof value === 'number' && (value < 0 || Number.isSafeInteger(value));
}

/** Undefined when they are of another shape. */
function readHeaders(headers: unknown): readonly KafkaEventHeader[] | undefined {
  if (isAbsent(headers)) return [];
  return isHeaderList(headers) ? headers : undefined;
}

function isHeaderList(headers: unknown): headers is readonly KafkaEventHeader[] {
  return (
    Array.isArray(headers) &&
    headers.every(
      (header) => isObject(header) && !Array.isArray(header) && Object.values(header).every(isBytes),
    )
  );
}

function isBytes(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.every(isByte));
}

/** Signed, as Lambda sends it, or unsigned. */
function isByte(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= -128 && Number(value) <= 255;
}
