const JSON_SCHEMA =
  'The document is passed on as it is. The converter left out what the schema does not name, added absent properties as null or failed, printed each number as a double, and wrapped oneOf in an object.';

/** What looks otherwise with the bridge than with a Java class that it takes, in sentences. */
const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['io.confluent.connect.json.JsonSchemaConverter', JSON_SCHEMA],
  ['com.amazonaws.services.schemaregistry.kafkaconnect.jsonschema.JsonSchemaConverter', JSON_SCHEMA],
  [
    'io.confluent.connect.protobuf.ProtobufConverter',
    'It looks the same, but for what the converter fails on or cuts off, scalars of a file with an edition, and a few messages called Entry; see "Differences from the connector" in README.md.',
  ],
]);

/** Undefined for a converter that does the same here, or is none. */
export function differenceOf(converter: string | undefined): string | undefined {
  return DIFFERENCES.get(converter ?? '');
}
