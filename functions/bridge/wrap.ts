import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { DecoderOf } from './decode.ts';
import { detailTypeOf } from './detail-type.ts';
import { entrySizeBytes } from './entry-size.ts';
import { RecordError } from './errors.ts';
import { JsonWriter } from './json/json-writer.ts';
import type { KafkaRecord } from './read.ts';
import type { BatchSchemas } from './resolve.ts';
import { configuredShape } from './shapes/configured-shape.ts';
import type { DetailShape, WriteDetail } from './shapes/detail-shape.ts';

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

/** What all events of a topic share, rendered once. */
interface TopicFragments {
  readonly detailType: string;
  readonly writeDetail: WriteDetail;
  /** Size of source, detail type and resources. */
  readonly envelopeBytes: number;
}

/** More topics than one mapping reads; the bound only keeps odd input from filling the memory. */
const MAX_TOPICS = 1_000;

/** Puts records into events: the shape of the detail is the configuration's, all else is the connector's. */
export class Wrapper {
  readonly #configuration: Configuration;
  readonly #decoderOf: DecoderOf;
  readonly #shape: DetailShape;
  readonly #out = new JsonWriter();
  readonly #source: string;
  readonly #topics = new Map<string, TopicFragments>();

  constructor(configuration: Configuration, decoderOf: DecoderOf) {
    this.#configuration = configuration;
    this.#decoderOf = decoderOf;
    this.#shape = configuredShape(configuration);
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
    this.#out.reset();
    topic.writeDetail(record, schemas, this.#out);
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

  #addTopic(topic: string): TopicFragments {
    const detailType = detailTypeOf(topic, this.#configuration.detailTypeRule);
    const fragments: TopicFragments = {
      detailType,
      writeDetail: this.#shape.writerOf({ name: topic, detailType, decoder: this.#decoderOf(topic) }),
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
