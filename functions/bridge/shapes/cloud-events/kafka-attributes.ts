import type { TopicDecoder } from '../../decode.ts';
import type { JsonWriter } from '../../json/json-writer.ts';
import type { KafkaRecord } from '../../read.ts';
import type { BatchSchemas } from '../../resolve.ts';
import { attributeText } from './attribute-text.ts';
import type { Attributes, AttributeValue } from './attributes.ts';
import type { RecordHeader } from './event-headers.ts';

/**
 * What of a record is Kafka's and no attribute of CloudEvents itself: extension attributes.
 *
 * The offset is text, because an Integer of CloudEvents has 32 bits. A header becomes `kafkaheader` and its name in lower
 * case, less whatever a name of an attribute cannot have; of headers that become the same the last counts, and one without
 * any such character is left out.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/extensions/partitioning.md
 */
export class KafkaAttributes {
  readonly #decoder: TopicDecoder;
  /** Holds the key and the header values, one after another. */
  readonly #json: JsonWriter;

  /** @param json a writer that nothing else needs meanwhile. */
  constructor(decoder: TopicDecoder, json: JsonWriter) {
    this.#decoder = decoder;
    this.#json = json;
  }

  /** The key as text; undefined for a record without one, or with an empty one, which the extension does not take. */
  keyText(record: KafkaRecord, schemas: BatchSchemas): string | undefined {
    this.#json.reset();
    this.#decoder.key.write(record, schemas, this.#json);
    return attributeText(this.#json.toString()) || undefined;
  }

  of(record: KafkaRecord, key: string | undefined, headers: readonly RecordHeader[]): Attributes {
    const attributes = new Map<string, AttributeValue>();
    if (key !== undefined) attributes.set('partitionkey', key);
    attributes.set('kafkatopic', record.topic);
    attributes.set('kafkapartition', record.partition);
    attributes.set('kafkaoffset', String(record.offset));
    for (const { name, bytes } of headers) {
      const attribute = headerAttribute(name);
      const text = this.#headerText(bytes);
      if (attribute !== undefined && text !== undefined) attributes.set(attribute, text);
    }
    if (!record.hasValue) attributes.set('kafkatombstone', true);
    return attributes;
  }

  #headerText(bytes: Buffer | null): string | undefined {
    this.#json.reset();
    this.#decoder.header(bytes, this.#json);
    return attributeText(this.#json.toString());
  }
}

function headerAttribute(name: string): string | undefined {
  const characters = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return characters === '' ? undefined : `kafkaheader${characters}`;
}
