/** Formats of a key or value, by the name this project uses. */
export const CONVERTER_NAMES = [
  'json',
  'string',
  'bytes',
  'short',
  'integer',
  'long',
  'float',
  'double',
  'boolean',
  'glue-avro',
] as const;
export type ConverterName = (typeof CONVERTER_NAMES)[number];

/** Formats when the document names none. */
export const DEFAULT_CONVERTERS = { key: 'string', value: 'json' } as const;

/** Formats of a header value: text, or base64 of the bytes. */
export const HEADER_CONVERTER_NAMES = ['string', 'bytes'] as const;
export type HeaderConverterName = (typeof HEADER_CONVERTER_NAMES)[number];

/** Java classes of Kafka Connect and of the Glue Schema Registry library that name the same formats. */
const CONVERTER_CLASSES: ReadonlyMap<string, ConverterName> = new Map([
  ['org.apache.kafka.connect.json.JsonConverter', 'json'],
  ['org.apache.kafka.connect.storage.StringConverter', 'string'],
  ['org.apache.kafka.connect.converters.ByteArrayConverter', 'bytes'],
  ['org.apache.kafka.connect.converters.ShortConverter', 'short'],
  ['org.apache.kafka.connect.converters.IntegerConverter', 'integer'],
  ['org.apache.kafka.connect.converters.LongConverter', 'long'],
  ['org.apache.kafka.connect.converters.FloatConverter', 'float'],
  ['org.apache.kafka.connect.converters.DoubleConverter', 'double'],
  ['org.apache.kafka.connect.converters.BooleanConverter', 'boolean'],
  ['com.amazonaws.services.schemaregistry.kafkaconnect.AWSKafkaAvroConverter', 'glue-avro'],
]);

/** The format that a short name or Java class stands for; undefined when this bridge has no such format. */
export function converterName(text: string): ConverterName | undefined {
  return CONVERTER_NAMES.find((name) => name === text) ?? CONVERTER_CLASSES.get(text);
}

/** As {@link converterName}, for headers. */
export function headerConverterName(text: string): HeaderConverterName | undefined {
  const name = converterName(text);
  return HEADER_CONVERTER_NAMES.find((known) => known === name);
}
