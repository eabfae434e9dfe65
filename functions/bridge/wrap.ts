import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { DecoderOf } from './decode.ts';
import { entrySizeBytes, TIME_BYTES } from './entry-size.ts';
import { RecordError } from './errors.ts';
import { JsonWriter } from './json/json-writer.ts';
import { type EventAttributes, type MappedEvent, topicMapping } from './mapping/topic-mapping.ts';
import type { OffloadedObject } from './offload/offloaded-object.ts';
import { Offloader } from './offload.ts';
import type { KafkaRecord } from './read.ts';
import type { BatchSchemas } from './resolve.ts';
import { configuredShape } from './shapes/configured-shape.ts';
import type { DetailShape, WriteDetail } from './shapes/detail-shape.ts';
import { DetailSlabs } from './wrap/detail-slabs.ts';
import { WrappedEntry } from './wrap/wrapped-entry.ts';

/** A record as an event, ready for PutEvents. */
export interface BridgeEntry {
  /** Position of the record in its batch. */
  readonly index: number;
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  /** JSON text, to be had until the entry has ended. */
  readonly detail: string;
  /** Writes the detail as a JSON string, where there is a shorter way than by its text. */
  readonly writeDetail?: (out: JsonWriter) => void;
  /** Gives the memory of the detail back. To be called once, when the entry has ended. */
  readonly release?: () => void;
  /** Epoch milliseconds; undefined leaves the time to EventBridge. */
  readonly timeMs?: number | undefined;
  /** By EventBridge's size formula. */
  readonly sizeBytes: number;
  /** What was taken out of the detail, which refers to it: to be stored before the event is sent. */
  readonly offloaded?: OffloadedObject | undefined;
}

/** How the records of a topic become events. */
class TopicEvents {
  readonly writeDetail: WriteDetail;
  #measured: EventAttributes | undefined;
  #measuredBytes = 0;

  constructor(writeDetail: WriteDetail) {
    this.writeDetail = writeDetail;
  }

  /** Size of all but the detail. Events of a topic mostly share their attributes, which are measured once then. */
  envelopeBytes({ attributes, timeMs }: MappedEvent): number {
    if (attributes !== this.#measured) {
      this.#measuredBytes = attributesBytes(attributes);
      this.#measured = attributes;
    }
    return this.#measuredBytes + (timeMs === undefined ? 0 : TIME_BYTES);
  }
}

function attributesBytes({ source, detailType, resources }: EventAttributes): number {
  return entrySizeBytes({ Source: source, DetailType: detailType, Resources: resources });
}

/** More topics than one mapping reads; the bound only keeps odd input from filling the memory. */
const MAX_TOPICS = 1_000;

/** Puts records into events, by the shape of the detail and the mapping that the configuration names. */
export class Wrapper {
  readonly #configuration: Configuration;
  readonly #decoderOf: DecoderOf;
  readonly #shape: DetailShape;
  readonly #offloader: Offloader | undefined;
  readonly #out = new JsonWriter();
  readonly #details = new DetailSlabs();
  readonly #topics = new Map<string, TopicEvents>();

  constructor(configuration: Configuration, decoderOf: DecoderOf) {
    this.#configuration = configuration;
    this.#decoderOf = decoderOf;
    this.#shape = configuredShape(configuration);
    const { offloading, eventBusArn } = configuration;
    this.#offloader = offloading && new Offloader(offloading, eventBusArn);
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
    const mapped = topic.writeDetail(record, schemas, this.#out);
    const envelopeBytes = topic.envelopeBytes(mapped);
    const offloaded = this.#offload(record, envelopeBytes);
    return this.#entry(index, mapped, { envelopeBytes, offloaded });
  }

  /** Undefined for an event that keeps all it has. */
  #offload(record: KafkaRecord, envelopeBytes: number): OffloadedObject | undefined {
    if (this.#offloader === undefined) return undefined;
    const { offloading, maxRequestBytes } = this.#configuration;
    const isDue = offloading?.mode === 'always' || envelopeBytes + this.#out.length > maxRequestBytes;
    return isDue ? this.#offloader.takeOut(record, this.#out) : undefined;
  }

  #entry(
    index: number,
    mapped: MappedEvent,
    { envelopeBytes, offloaded }: { envelopeBytes: number; offloaded: OffloadedObject | undefined },
  ): BridgeEntry {
    const sizeBytes = envelopeBytes + this.#out.length;
    const { maxRequestBytes } = this.#configuration;
    if (sizeBytes > maxRequestBytes) {
      throw new RecordError(
        'ENTRY_TOO_LARGE',
        `The event has ${sizeBytes} bytes; a PutEvents request takes ${maxRequestBytes}.`,
      );
    }
    return new WrappedEntry(mapped, this.#details.keep(this.#out), { index, sizeBytes, offloaded });
  }

  #addTopic(name: string): TopicEvents {
    const mapping = topicMapping(name, this.#configuration);
    const topic = new TopicEvents(this.#shape.writerOf({ name, mapping, decoder: this.#decoderOf(name) }));
    if (this.#topics.size >= MAX_TOPICS) this.#topics.clear();
    this.#topics.set(name, topic);
    return topic;
  }
}
