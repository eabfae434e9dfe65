import type { Side } from '../../shared/configuration/format.ts';
import {
  KAFKA_EVENT_SOURCES,
  type KafkaEvent,
  type KafkaEventHeader,
  type KafkaEventSource,
  type KafkaSchemaMetadata,
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
  const members = {
    key: readBytes(key),
    value: readBytes(value),
    headers: readHeaders(headers),
    timestamp: readTimestamp(timestamp),
    timestampType: readText(timestampType),
    keySchemaMetadata: readSchemaMetadata(record.keySchemaMetadata),
    valueSchemaMetadata: readSchemaMetadata(record.valueSchemaMetadata),
  };
  const bad = MEMBER_NAMES.find((name) => members[name] === undefined);
  return {
    topic,
    partition,
    offset,
    timestamp: members.timestamp ?? null,
    timestampType: members.timestampType ?? null,
    headers: members.headers ?? [],
    key: members.key ?? null,
    value: members.value ?? null,
    schemaMetadata: schemaMetadata(members.keySchemaMetadata, members.valueSchemaMetadata),
    topicPartition,
    defect: bad === undefined ? undefined : { reason: DEFECTS[bad], received: record },
  };
}

/** What a member is when it cannot be read. Each reader answers undefined then, and null for an absent member. */
const DEFECTS = {
  key: 'The key is not base64 text.',
  value: 'The value is not base64 text.',
  headers: 'The headers are not a list of names with bytes.',
  timestamp:
    'The timestamp is no whole number below 2^53; its exact value does not survive the event of Lambda.',
  timestampType: 'The timestamp type is not a text.',
  keySchemaMetadata: 'The schema metadata of the key is not a data format with a schema id.',
  valueSchemaMetadata: 'The schema metadata of the value is not a data format with a schema id.',
} as const;
const MEMBER_NAMES = [
  'key',
  'value',
  'headers',
  'timestamp',
  'timestampType',
  'keySchemaMetadata',
  'valueSchemaMetadata',
] as const;

/** Node decodes what it can and skips the rest: bytes that are missing tell that the text was not base64 throughout. */
function readBytes(base64: unknown): Buffer | null | undefined {
  if (isAbsent(base64)) return null;
  if (typeof base64 !== 'string' || base64.length % 4 !== 0) return undefined;
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === (base64.length / 4) * 3 - padding ? bytes : undefined;
}

/** Kafka writes -1 for "no timestamp"; anything below 0 is taken for it. */
function readTimestamp(value: unknown): number | null | undefined {
  if (isAbsent(value) || (typeof value === 'number' && value < 0)) return null;
  return isCount(value) ? value : undefined;
}

function readText(value: unknown): string | null | undefined {
  if (isAbsent(value)) return null;
  return typeof value === 'string' ? value : undefined;
}

/** Nearly every record has none, and shares this. */
const NO_SCHEMA_METADATA: KafkaRecord['schemaMetadata'] = { key: undefined, value: undefined };

function schemaMetadata(
  key: KafkaSchemaMetadata | null | undefined,
  value: KafkaSchemaMetadata | null | undefined,
): KafkaRecord['schemaMetadata'] {
  if (isAbsent(key) && isAbsent(value)) return NO_SCHEMA_METADATA;
  return { key: key ?? undefined, value: value ?? undefined };
}

/** Without a schema id it tells nothing that decoding could use. */
function readSchemaMetadata(metadata: unknown): KafkaSchemaMetadata | null | undefined {
  if (isAbsent(metadata)) return null;
  if (!isObject(metadata)) return undefined;
  const { dataFormat, schemaId } = metadata;
  if (isAbsent(schemaId)) return null;
  if (typeof dataFormat !== 'string' || typeof schemaId !== 'string') return undefined;
  return { dataFormat, schemaId };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
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
