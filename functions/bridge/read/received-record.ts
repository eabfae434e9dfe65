import type { KafkaEventHeader } from '../../../shared/kafka-event.ts';
import type { KafkaRecord, RecordDefect } from '../read.ts';
import { base64Bytes, isBase64 } from './base64-text.ts';
import { readHeaders, readSchemaMetadata, readText, readTimestamp } from './record-members.ts';

/** A record in the event of Lambda, of which no more is known than its place. */
export interface ReceivedMembers {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly [name: string]: unknown;
}

/** What a member is when it cannot be read. */
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

const NO_HEADERS: readonly KafkaEventHeader[] = [];

/** Nearly every record has none, and shares this. */
const NO_SCHEMA_METADATA: KafkaRecord['schemaMetadata'] = { key: undefined, value: undefined };

/**
 * A record as Lambda delivered it, whose bytes are read when they are asked for. A batch holds thousands, of which a few are
 * under way at any time: what is made of a record is gone again before the collector would have to move it. Headers and schema
 * metadata are asked for many times, and cost nothing to keep where there are none.
 */
export class ReceivedRecord implements KafkaRecord {
  readonly topicPartition: string;
  readonly schemaMetadata: KafkaRecord['schemaMetadata'];
  readonly #received: ReceivedMembers;
  /** Null when there are none, undefined when they cannot be read. */
  readonly #headers: readonly KafkaEventHeader[] | null | undefined;

  constructor(topicPartition: string, received: ReceivedMembers) {
    this.topicPartition = topicPartition;
    this.schemaMetadata = schemaMetadataOf(received);
    this.#received = received;
    this.#headers = readHeaders(received.headers);
  }

  get topic(): string {
    return this.#received.topic;
  }

  get partition(): number {
    return this.#received.partition;
  }

  get offset(): number {
    return this.#received.offset;
  }

  get timestamp(): number | null {
    return readTimestamp(this.#received.timestamp) ?? null;
  }

  get timestampType(): string | null {
    return readText(this.#received.timestampType) ?? null;
  }

  get headers(): readonly KafkaEventHeader[] {
    return this.#headers ?? NO_HEADERS;
  }

  get key(): Buffer | null {
    return bytesOf(this.#received.key);
  }

  get value(): Buffer | null {
    return bytesOf(this.#received.value);
  }

  get hasValue(): boolean {
    return typeof this.#received.value === 'string';
  }

  get defect(): RecordDefect | undefined {
    const name = badMember(this.#received, this.#headers !== undefined);
    return name === undefined ? undefined : { reason: DEFECTS[name], received: this.#received };
  }
}

function schemaMetadataOf(received: ReceivedMembers): KafkaRecord['schemaMetadata'] {
  const key = readSchemaMetadata(received.keySchemaMetadata);
  const value = readSchemaMetadata(received.valueSchemaMetadata);
  return key || value ? { key: key ?? undefined, value: value ?? undefined } : NO_SCHEMA_METADATA;
}

function bytesOf(text: unknown): Buffer | null {
  return typeof text === 'string' ? (base64Bytes(text) ?? null) : null;
}

function badMember(received: ReceivedMembers, hasGoodHeaders: boolean): keyof typeof DEFECTS | undefined {
  if (!isBase64OrAbsent(received.key)) return 'key';
  if (!isBase64OrAbsent(received.value)) return 'value';
  if (!hasGoodHeaders) return 'headers';
  if (readTimestamp(received.timestamp) === undefined) return 'timestamp';
  if (readText(received.timestampType) === undefined) return 'timestampType';
  if (isBadMetadata(received.keySchemaMetadata)) return 'keySchemaMetadata';
  return isBadMetadata(received.valueSchemaMetadata) ? 'valueSchemaMetadata' : undefined;
}

function isBase64OrAbsent(value: unknown): boolean {
  return typeof value === 'string' ? isBase64(value) : value === null || value === undefined;
}

function isBadMetadata(metadata: unknown): boolean {
  return readSchemaMetadata(metadata) === undefined;
}
