import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { KafkaEventHeader } from '../../shared/kafka-event.ts';
import { type RecordDecoder, recordDecoder } from './decode.ts';
import { detailTypeOf } from './detail-type.ts';
import { entrySizeBytes } from './entry-size.ts';
import { RecordError } from './errors.ts';
import { JsonWriter } from './json/json-writer.ts';
import type { KafkaRecord } from './read.ts';
import type { BatchSchemas } from './resolve.ts';

/** A record as an event, ready for PutEvents. */
export interface BridgeEntry {
  /** Position of the record in its batch. */
  readonly index: number;
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  /** JSON text. */
  readonly detail: string;
  /** By EventBridge's size formula. */
  readonly sizeBytes: number;
}

/** Kafka's spelling in a Lambda event, and the connector's in an event. */
const TIMESTAMP_TYPES: ReadonlyMap<string, string> = new Map([
  ['CREATE_TIME', 'CreateTime'],
  ['LOG_APPEND_TIME', 'LogAppendTime'],
  ['NO_TIMESTAMP_TYPE', 'NoTimestampType'],
]);
const NO_TIMESTAMP_TYPE = 'NoTimestampType';

/** What all events of a topic share, rendered once. */
interface TopicFragments {
  readonly detailType: string;
  /** `{"topic":"orders","partition":` */
  readonly start: Buffer;
  /** Size of source, detail type and resources. */
  readonly envelopeBytes: number;
}

/** More topics than one mapping reads; the bound only keeps odd input from filling the memory. */
const MAX_TOPICS = 1_000;

const OFFSET = Buffer.from(',"offset":');
const TIMESTAMP = Buffer.from(',"timestamp":');
const TIMESTAMP_TYPE = Buffer.from(',"timestampType":');
const HEADERS = Buffer.from(',"headers":[');
const KEY = Buffer.from('],"key":');
const VALUE = Buffer.from(',"value":');

/**
 * Puts records into the envelope of the Kafka Connect sink.
 *
 * The detail is compact JSON with the members topic, partition, offset, timestamp, timestampType, headers, key and
 * value, in this order; headers are objects of one member, in record order, duplicates kept.
 */
export class Wrapper {
  readonly #configuration: Configuration;
  readonly #decoder: RecordDecoder;
  readonly #out = new JsonWriter();
  readonly #source: string;
  readonly #topics = new Map<string, TopicFragments>();

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
    this.#decoder = recordDecoder(configuration);
    this.#source = `kafka-connect.${configuration.connectorId}`;
  }

  /**
   * Decodes and wraps one record.
   *
   * @throws RecordError when the record cannot become an event.
   */
  wrap(record: KafkaRecord, index: number, schemas: BatchSchemas): BridgeEntry {
    if (record.defect !== undefined) throw new RecordError('RECORD_INVALID', record.defect.reason);
    const topic = this.#topics.get(record.topic) ?? this.#addTopic(record.topic);
    const out = this.#out;
    out.reset();
    out.raw(topic.start);
    out.integer(record.partition);
    out.raw(OFFSET);
    out.integer(record.offset);
    out.raw(TIMESTAMP);
    if (record.timestamp === null) out.null();
    else out.integer(record.timestamp);
    out.raw(TIMESTAMP_TYPE);
    out.string(timestampType(record.timestampType));
    out.raw(HEADERS);
    this.#writeHeaders(record.headers);
    out.raw(KEY);
    this.#decoder.key(record.key, schemas.key, out);
    out.raw(VALUE);
    this.#decoder.value(record.value, schemas.value, out);
    out.ascii('}');
    return this.#entry(index, topic);
  }

  #entry(index: number, topic: TopicFragments): BridgeEntry {
    const sizeBytes = topic.envelopeBytes + this.#out.length;
    const { maxRequestBytes, resources } = this.#configuration;
    if (sizeBytes > maxRequestBytes) {
      throw new RecordError(
        'ENTRY_TOO_LARGE',
        `The event has ${sizeBytes} bytes; a PutEvents request takes ${maxRequestBytes}.`,
      );
    }
    return {
      index,
      source: this.#source,
      detailType: topic.detailType,
      resources,
      detail: this.#out.toString(),
      sizeBytes,
    };
  }

  /** Lambda gives each header an object of its own. One with several members becomes several. */
  #writeHeaders(headers: readonly KafkaEventHeader[]): void {
    const out = this.#out;
    let isFirst = true;
    for (const header of headers) {
      for (const [name, bytes] of Object.entries(header)) {
        out.ascii(isFirst ? '{' : ',{');
        out.string(name);
        out.ascii(':');
        // Lambda sends signed bytes; Buffer.from masks them to unsigned ones.
        this.#decoder.header(bytes === null ? null : Buffer.from(bytes), out);
        out.ascii('}');
        isFirst = false;
      }
    }
  }

  #addTopic(topic: string): TopicFragments {
    const detailType = detailTypeOf(topic, this.#configuration.detailTypeRule);
    const fragments: TopicFragments = {
      detailType,
      start: Buffer.from(`{"topic":${JSON.stringify(topic)},"partition":`),
      envelopeBytes: entrySizeBytes({
        Source: this.#source,
        DetailType: detailType,
        Resources: this.#configuration.resources,
      }),
    };
    if (this.#topics.size >= MAX_TOPICS) this.#topics.clear();
    this.#topics.set(topic, fragments);
    return fragments;
  }
}

function timestampType(kafkaName: string | null): string {
  return kafkaName === null ? NO_TIMESTAMP_TYPE : (TIMESTAMP_TYPES.get(kafkaName) ?? kafkaName);
}
