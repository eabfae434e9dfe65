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
  'glue',
  'glue-avro',
  'glue-json',
  'glue-protobuf',
  'confluent',
  'confluent-avro',
  'confluent-json',
  'confluent-protobuf',
  'auto',
] as const;
export type ConverterName = (typeof CONVERTER_NAMES)[number];

/** Formats when the document names none. */
export const DEFAULT_CONVERTERS = { key: 'string', value: 'json' } as const;

/** Formats of a header value: text, what Connect guesses from the text, or base64 of the bytes. */
export const HEADER_CONVERTER_NAMES = ['string', 'simple', 'base64'] as const;
export type HeaderConverterName = (typeof HEADER_CONVERTER_NAMES)[number];

/** Java classes of Kafka Connect and of the libraries of both registries that name the same formats. */
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
  ['com.amazonaws.services.schemaregistry.kafkaconnect.jsonschema.JsonSchemaConverter', 'glue-json'],
  ['com.amazonaws.services.schemaregistry.kafkaconnect.protobuf.ProtobufSchemaConverter', 'glue-protobuf'],
  ['io.confluent.connect.avro.AvroConverter', 'confluent-avro'],
  ['io.confluent.connect.json.JsonSchemaConverter', 'confluent-json'],
  ['io.confluent.connect.protobuf.ProtobufConverter', 'confluent-protobuf'],
]);

const HEADER_CONVERTER_CLASSES: ReadonlyMap<string, HeaderConverterName> = new Map([
  ['org.apache.kafka.connect.storage.StringConverter', 'string'],
  ['org.apache.kafka.connect.storage.SimpleHeaderConverter', 'simple'],
  ['org.apache.kafka.connect.converters.ByteArrayConverter', 'base64'],
  ['bytes', 'base64'],
]);

/** What else than the names of this project stands for a format. */
export const CONVERTER_CLASS_NAMES: readonly string[] = [...CONVERTER_CLASSES.keys()];
export const HEADER_CONVERTER_CLASS_NAMES: readonly string[] = [...HEADER_CONVERTER_CLASSES.keys()];

/** The format that a short name or Java class stands for; undefined when this bridge has no such format. */
export function converterName(text: string): ConverterName | undefined {
  return CONVERTER_NAMES.find((name) => name === text) ?? CONVERTER_CLASSES.get(text);
}

/** As {@link converterName}, for headers. */
export function headerConverterName(text: string): HeaderConverterName | undefined {
  return HEADER_CONVERTER_NAMES.find((name) => name === text) ?? HEADER_CONVERTER_CLASSES.get(text);
}
