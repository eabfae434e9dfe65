import { describe, expect, it } from 'vitest';
import { CONVERTER_NAMES } from '../../../shared/configuration/converter-names.ts';
import { isFormatProperty, parseFormats } from '../../../shared/configuration/format-properties.ts';

const REGION = 'eu-west-1';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-a1b2c3';
const ROLE = 'arn:aws:iam::210987654321:role/read-schemas';
const URL = 'https://registry.example.com';

function formatsOf(properties: Readonly<Record<string, unknown>>) {
  const { formats, problems } = parseFormats(properties, REGION);
  expect(problems).toEqual([]);
  return formats;
}

function problemsOf(properties: Readonly<Record<string, unknown>>) {
  return parseFormats(properties, REGION).problems;
}

describe('parseFormats', () => {
  it('takes text for keys and headers and JSON for values, when nothing is said', () => {
    expect(formatsOf({})).toMatchObject({
      key: { converter: 'string' },
      value: { converter: 'json', hasSchemaEnvelope: false },
      headerConverter: 'string',
    });
  });

  it.each(['key', 'value'] as const)('reads everything that a %s can have', (side) => {
    expect(
      formatsOf({
        [`${side}.converter`]: 'confluent',
        [`${side}.converter.schemas.enable`]: 'true',
        [`${side}.converter.decimal.format`]: 'numeric',
        [`${side}.converter.unions`]: 'unwrapped',
        [`${side}.converter.field.names`]: 'json',
        [`${side}.converter.enhanced.avro.schema.support`]: 'True',
        [`${side}.converter.generate.index.for.unions`]: 'false',
        [`${side}.converter.flatten.unions`]: 'true',
        [`${side}.converter.int.for.enums`]: 'true',
        [`${side}.converter.wrapper.for.raw.primitives`]: 'false',
        [`${side}.converter.wrapper.for.nullables`]: 'true',
        [`${side}.converter.region`]: 'us-east-1',
        [`${side}.converter.assumeRoleArn`]: ROLE,
        [`${side}.converter.assumeRoleSessionName`]: 'bridge',
        [`${side}.converter.assumeRoleExternalId`]: 'id-1',
        [`${side}.converter.schema.registry.url`]: `${URL}/, https://second.example.com/apis/ccompat/v7`,
        [`${side}.converter.schema.registry.secret.arn`]: SECRET,
        [`${side}.converter.schema.registry.ca.secret.arn`]: SECRET,
        [`${side}.converter.bearer.auth.logical.cluster`]: 'lsrc-1',
        [`${side}.converter.bearer.auth.identity.pool.id`]: 'pool-1',
      })?.[side],
    ).toEqual({
      converter: 'confluent',
      hasSchemaEnvelope: true,
      rendering: {
        decimals: 'NUMERIC',
        unions: 'unwrapped',
        hasFullNames: true,
        fieldNames: 'json',
        confluentProtobuf: {
          hasOneofIndexes: false,
          hasFlatOneofs: true,
          hasNumericEnums: true,
          hasFlatPayloads: false,
          hasFlatWrappers: true,
        },
      },
      glue: {
        region: 'us-east-1',
        role: { arn: ROLE, sessionName: 'bridge', externalId: 'id-1' },
      },
      confluent: {
        urls: [URL, 'https://second.example.com/apis/ccompat/v7'],
        secretArn: SECRET,
        caSecretArn: SECRET,
        logicalCluster: 'lsrc-1',
        identityPoolId: 'pool-1',
      },
    });
  });

  it('assumes a role with a session name of its own, and without an external id', () => {
    expect(formatsOf({ 'value.converter.assumeRoleArn': ROLE })?.value.glue.role).toEqual({
      arn: ROLE,
      sessionName: 'kafka-eventbridge-bridge',
      externalId: undefined,
    });
  });

  it.each(CONVERTER_NAMES)('knows the converter %s', (converter) => {
    const properties = { 'value.converter': converter, 'value.converter.schema.registry.url': URL };

    expect(formatsOf(properties)?.value.converter).toBe(converter);
  });

  it.each([
    { javaClass: 'org.apache.kafka.connect.json.JsonConverter', converter: 'json' },
    { javaClass: 'org.apache.kafka.connect.storage.StringConverter', converter: 'string' },
    { javaClass: 'org.apache.kafka.connect.converters.ByteArrayConverter', converter: 'bytes' },
    { javaClass: 'org.apache.kafka.connect.converters.ShortConverter', converter: 'short' },
    { javaClass: 'org.apache.kafka.connect.converters.IntegerConverter', converter: 'integer' },
    { javaClass: 'org.apache.kafka.connect.converters.LongConverter', converter: 'long' },
    { javaClass: 'org.apache.kafka.connect.converters.FloatConverter', converter: 'float' },
    { javaClass: 'org.apache.kafka.connect.converters.DoubleConverter', converter: 'double' },
    { javaClass: 'org.apache.kafka.connect.converters.BooleanConverter', converter: 'boolean' },
    {
      javaClass: 'com.amazonaws.services.schemaregistry.kafkaconnect.AWSKafkaAvroConverter',
      converter: 'glue-avro',
    },
    {
      javaClass: 'com.amazonaws.services.schemaregistry.kafkaconnect.jsonschema.JsonSchemaConverter',
      converter: 'glue-json',
    },
    {
      javaClass: 'com.amazonaws.services.schemaregistry.kafkaconnect.protobuf.ProtobufSchemaConverter',
      converter: 'glue-protobuf',
    },
    { javaClass: 'io.confluent.connect.avro.AvroConverter', converter: 'confluent-avro' },
    { javaClass: 'io.confluent.connect.json.JsonSchemaConverter', converter: 'confluent-json' },
    { javaClass: 'io.confluent.connect.protobuf.ProtobufConverter', converter: 'confluent-protobuf' },
  ])('takes the Java class $javaClass for $converter', ({ javaClass, converter }) => {
    const formats = formatsOf({
      'key.converter': javaClass,
      'key.converter.schema.registry.url': URL,
      'value.converter': ` ${javaClass} `,
      'value.converter.schema.registry.url': URL,
    });

    expect([formats?.key.converter, formats?.value.converter]).toEqual([converter, converter]);
  });

  it.each([
    { header: 'string', expected: 'string' },
    { header: 'simple', expected: 'simple' },
    { header: 'base64', expected: 'base64' },
    { header: 'bytes', expected: 'base64' },
    { header: 'org.apache.kafka.connect.storage.StringConverter', expected: 'string' },
    { header: 'org.apache.kafka.connect.storage.SimpleHeaderConverter', expected: 'simple' },
    { header: 'org.apache.kafka.connect.converters.ByteArrayConverter', expected: 'base64' },
  ])('reads headers of $header as $expected', ({ header, expected }) => {
    expect(formatsOf({ 'header.converter': header })?.headerConverter).toBe(expected);
  });

  it.each([
    { properties: {}, hasFlatPayloads: true, hasFlatWrappers: true },
    { properties: { 'raw.primitives': 'false' }, hasFlatPayloads: false, hasFlatWrappers: false },
    { properties: { nullables: 'true' }, hasFlatPayloads: true, hasFlatWrappers: true },
    {
      properties: { 'raw.primitives': 'false', nullables: 'true' },
      hasFlatPayloads: false,
      hasFlatWrappers: true,
    },
  ])(
    'shows Protobuf of a Confluent frame as its converter does, with wrapper.for $properties',
    ({ properties, ...wrappers }) => {
      const named = Object.entries(properties).map(([name, value]) => [
        `value.converter.wrapper.for.${name}`,
        value,
      ]);
      expect(formatsOf(Object.fromEntries(named))?.value.rendering.confluentProtobuf).toEqual({
        hasOneofIndexes: true,
        hasFlatOneofs: false,
        hasNumericEnums: false,
        ...wrappers,
      });
    },
  );

  it.each([
    { property: 'key.converter', value: 'org.example.Converter' },
    { property: 'value.converter.schemas.enable', value: 'no' },
    { property: 'value.converter.schemas.enable', value: '' },
    { property: 'value.converter.schemas.enable', value: 'constructor' },
    { property: 'value.converter.schemas.enable', value: '__proto__' },
    { property: 'key.converter.enhanced.avro.schema.support', value: 'toString' },
    { property: 'value.converter.decimal.format', value: 'FLOAT' },
    { property: 'value.converter.unions', value: 'flat' },
    { property: 'value.converter.field.names', value: 'snake' },
    { property: 'key.converter.enhanced.avro.schema.support', value: 'yes' },
    { property: 'value.converter.generate.index.for.unions', value: 'no' },
    { property: 'value.converter.flatten.unions', value: 'yes' },
    { property: 'value.converter.int.for.enums', value: '1' },
    { property: 'value.converter.wrapper.for.raw.primitives', value: 'no' },
    { property: 'value.converter.wrapper.for.nullables', value: 'no' },
    { property: 'value.converter.region', value: 'Virginia' },
    { property: 'value.converter.assumeRoleArn', value: 'reader' },
    { property: 'value.converter.assumeRoleSessionName', value: 'a b' },
    { property: 'value.converter.assumeRoleExternalId', value: 'x' },
    { property: 'value.converter.schema.registry.secret.arn', value: 'registry-secret' },
    { property: 'value.converter.schema.registry.ca.secret.arn', value: '-----BEGIN CERTIFICATE-----' },
    { property: 'value.converter.bearer.auth.logical.cluster', value: 'a\nb' },
    { property: 'header.converter', value: 'json' },
    { property: 'header.converter.schemas.enable', value: 'true' },
    { property: 'value.converter.colour', value: 'red' },
  ])('refuses $value for $property, by that name', ({ property, value }) => {
    expect(problemsOf({ [property]: value })).toEqual([
      { property, message: expect.stringMatching(`^${property.replaceAll('.', '\\.')} `) },
    ]);
  });

  it.each([
    { url: 'registry.example.com', problem: 'is no web address' },
    { url: 'ftp://registry.example.com', problem: 'is no web address' },
    { url: 'http://registry.example.com', problem: 'is not encrypted' },
    { url: `${URL},http://second.example.com`, problem: 'is not encrypted' },
    { url: 'https://user:secret@registry.example.com', problem: 'holds a user or password' },
    { url: `${URL}/?a=b`, problem: 'has more than a path behind the host' },
    { url: `${URL}/#a`, problem: 'has more than a path behind the host' },
    { url: `${URL}?`, problem: 'has more than a path behind the host' },
    { url: `${URL}/#`, problem: 'has more than a path behind the host' },
    { url: `${URL},`, problem: 'is no web address' },
  ])('refuses the registry address $url', ({ url, problem }) => {
    const [only] = problemsOf({ 'value.converter': 'confluent', 'value.converter.schema.registry.url': url });

    expect(only?.message).toContain(`, which ${problem}. Give the https addresses`);
  });

  it.each(['http://localhost:8081', 'http://127.0.0.1:8081', 'http://[::1]:8081'])(
    'takes the address %s of the machine itself without encryption',
    (url) => {
      const properties = { 'value.converter': 'confluent', 'value.converter.schema.registry.url': url };

      expect(formatsOf(properties)?.value.confluent?.urls).toEqual([url]);
    },
  );

  it.each(['confluent', 'confluent-avro', 'confluent-json', 'confluent-protobuf'])(
    'refuses %s without the address of its registry',
    (converter) => {
      expect(problemsOf({ 'key.converter': converter })).toEqual([
        {
          property: 'key.converter.schema.registry.url',
          message: `key.converter.schema.registry.url is missing, and key.converter is "${converter}". Give the https address of the schema registry.`,
        },
      ]);
    },
  );

  it('detects formats without a registry, too', () => {
    expect(formatsOf({ 'value.converter': 'auto' })?.value).toMatchObject({
      converter: 'auto',
      confluent: undefined,
    });
  });
});

describe('isFormatProperty', () => {
  it.each([
    { name: 'key.converter', expected: true },
    { name: 'value.converter.region', expected: true },
    { name: 'header.converter', expected: true },
    { name: 'value.converters', expected: false },
    { name: 'aws.eventbridge.region', expected: false },
  ])('is $expected for $name', ({ name, expected }) => {
    expect(isFormatProperty(name)).toBe(expected);
  });
});
