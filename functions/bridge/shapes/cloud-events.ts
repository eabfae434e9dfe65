import type { Configuration } from '../../../shared/configuration/configuration.ts';
import type { ConverterName } from '../../../shared/configuration/converter-names.ts';
import { JsonWriter } from '../json/json-writer.ts';
import type { MappedEvent } from '../mapping/topic-mapping.ts';
import type { KafkaRecord } from '../read.ts';
import type { BatchSchemas } from '../resolve.ts';
import { type Attributes, writeAttributes } from './cloud-events/attributes.ts';
import { contentMode } from './cloud-events/content-mode.ts';
import { contextAttributes } from './cloud-events/context-attributes.ts';
import { dataContentType } from './cloud-events/data-content-type.ts';
import { CONTENT_TYPE_ATTRIBUTE, readEventHeaders } from './cloud-events/event-headers.ts';
import { KafkaAttributes } from './cloud-events/kafka-attributes.ts';
import { addAttributes } from './cloud-events/structured-event.ts';
import { type DetailShape, type ShapedTopic, writeMappedValue } from './detail-shape.ts';

/**
 * CloudEvents 1.0 in its JSON format.
 *
 * A record that is a CloudEvent by the Kafka protocol binding stays the event it is: in binary mode with the attributes of
 * its headers and the value as data, in structured mode as the value has it. Any other record becomes one, with attributes
 * that follow from its coordinates. Either way, extension attributes tell where in Kafka it was; they never replace an
 * attribute that the producer set.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
export function cloudEventsShape({
  formats,
  topics,
}: Pick<Configuration, 'formats' | 'topics'>): DetailShape {
  const own = new Map(Object.entries(topics));
  const scratch = new JsonWriter();
  return {
    writerOf: (topic) => {
      const { converter } = (own.get(topic.name) ?? formats).value;
      const detail = new CloudEventDetail(topic, converter, scratch);
      return (record, schemas, out) => detail.write(record, schemas, out);
    },
  };
}

/** Writes the details of one topic. */
class CloudEventDetail {
  readonly #topic: ShapedTopic;
  readonly #converter: ConverterName;
  readonly #kafka: KafkaAttributes;
  /** Holds what goes into the detail later. */
  readonly #scratch: JsonWriter;

  constructor(topic: ShapedTopic, converter: ConverterName, scratch: JsonWriter) {
    this.#topic = topic;
    this.#converter = converter;
    this.#kafka = new KafkaAttributes(topic.decoder, scratch);
    this.#scratch = scratch;
  }

  write(record: KafkaRecord, schemas: BatchSchemas, out: JsonWriter): MappedEvent {
    const headers = readEventHeaders(record.headers);
    const mode = contentMode(headers, record.hasValue);
    const key = this.#kafka.keyText(record, schemas);
    const kafka = this.#kafka.of(record, key, mode === 'none' ? headers.all : headers.foreign);
    if (mode === 'structured') {
      const mapped = writeMappedValue(this.#topic, record, schemas, out);
      addAttributes(kafka, out);
      return mapped;
    }
    const { constant } = this.#topic.mapping;
    const mapped = constant ?? this.#mapAhead(record, schemas);
    const context = mode === 'binary' ? headers.attributes : contextAttributes(record, mapped, key);
    out.ascii('{');
    writeAttributes(this.#completed(context, record, headers.contentType, kafka), out);
    if (record.hasValue) {
      out.ascii(this.#converter === 'bytes' ? ',"data_base64":' : ',"data":');
      if (constant === undefined) out.raw(this.#scratch.bytes());
      else this.#topic.decoder.value.write(record, schemas, out);
    }
    out.ascii('}');
    return mapped;
  }

  /** What follows from the value stands in front of it: the value waits in the scratch writer. */
  #mapAhead(record: KafkaRecord, schemas: BatchSchemas): MappedEvent {
    this.#scratch.reset();
    return writeMappedValue(this.#topic, record, schemas, this.#scratch);
  }

  #completed(
    context: Attributes,
    record: KafkaRecord,
    produced: string | undefined,
    kafka: Attributes,
  ): Attributes {
    const attributes = new Map(context);
    const contentType = record.hasValue ? dataContentType(this.#converter, produced) : produced;
    if (contentType !== undefined) attributes.set(CONTENT_TYPE_ATTRIBUTE, contentType);
    for (const [name, value] of kafka) {
      if (!attributes.has(name)) attributes.set(name, value);
    }
    return attributes;
  }
}
