import { describe, expect, it } from 'vitest';
import { type Configuration, parseConfiguration } from '../../../shared/configuration/configuration.ts';
import { ConfigurationError } from '../../../shared/configuration/configuration-error.ts';
import { MAX_REQUEST_BYTES } from '../../../shared/configuration/limits.ts';
import { configuration, configurationText, REQUIRED_PROPERTIES } from '../../fixtures/configuration.ts';
import { DEFAULT_RENDERING } from '../../fixtures/schema-registry.ts';

/** The error that a document earns. */
function errorOf(text: string): ConfigurationError {
  try {
    parseConfiguration(text);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

const DEFAULT_FORMAT = {
  hasSchemaEnvelope: false,
  rendering: DEFAULT_RENDERING,
  glue: { region: 'eu-west-1', role: undefined },
  confluent: undefined,
} as const;

describe('parseConfiguration', () => {
  it('needs three properties and fills in the rest', () => {
    expect(configuration()).toEqual({
      connectorId: 'orders-bridge',
      region: 'eu-west-1',
      eventBusArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/orders',
      endpointUri: undefined,
      globalEndpointId: undefined,
      role: undefined,
      source: {
        text: 'kafka-connect.${connector.id}',
        parts: [{ kind: 'text', text: 'kafka-connect.orders-bridge' }],
      },
      detailTypeRule: {
        kind: 'expression',
        template: {
          text: 'kafka-connect-${topic}',
          parts: [{ kind: 'text', text: 'kafka-connect-' }, { kind: 'topic' }],
        },
      },
      timeRule: { kind: 'none' },
      resources: [],
      offloading: undefined,
      maxRetries: 2,
      retryDelayMs: 200,
      maxRequestBytes: MAX_REQUEST_BYTES,
      maxConcurrency: 16,
      maxRequestsPerSecond: 0,
      ordering: 'none',
      detailShape: 'connector',
      metadataMember: '_kafka',
      hasTombstoneMarker: false,
      formats: {
        key: { converter: 'string', ...DEFAULT_FORMAT },
        value: { converter: 'json', ...DEFAULT_FORMAT },
        headerConverter: 'string',
      },
      topics: {},
      errorsTolerance: 'all',
      notes: [],
    } satisfies Configuration);
  });

  it.each([
    {
      property: 'aws.eventbridge.connector.id',
      value: '  my bridge ',
      expected: { connectorId: 'my bridge' },
    },
    {
      property: 'aws.eventbridge.connector.id',
      value: 'x'.repeat(242),
      expected: { connectorId: 'x'.repeat(242) },
    },
    {
      property: 'aws.eventbridge.endpoint.uri',
      value: 'http://localhost:4010',
      expected: { endpointUri: 'http://localhost:4010' },
    },
    { property: 'aws.eventbridge.endpoint.uri', value: '', expected: { endpointUri: undefined } },
    {
      property: 'aws.eventbridge.eventbus.resources',
      value: 'arn:a, arn:b',
      expected: { resources: [{ text: 'arn:a' }, { text: 'arn:b' }] },
    },
    {
      property: 'aws.eventbridge.eventbus.resources',
      value: ['arn:a', 'arn:b'],
      expected: { resources: [{ text: 'arn:a' }, { text: 'arn:b' }] },
    },
    {
      property: 'aws.eventbridge.eventbus.resources',
      value: 'a,,b,',
      expected: { resources: [{ text: 'a' }, { text: '' }, { text: 'b' }, { text: '' }] },
    },
    { property: 'aws.eventbridge.eventbus.resources', value: '', expected: { resources: [] } },
    {
      property: 'aws.eventbridge.eventbus.resources',
      value: 'arn:${topic}:${$.id}',
      expected: {
        resources: [
          {
            parts: [
              { kind: 'text', text: 'arn:' },
              { kind: 'topic' },
              { kind: 'text', text: ':' },
              { kind: 'value', path: [{ kind: 'member', name: 'id' }] },
            ],
          },
        ],
      },
    },
    {
      property: 'aws.eventbridge.source',
      value: 'com.acme.${topic}.${connector.id}',
      expected: {
        source: {
          parts: [
            { kind: 'text', text: 'com.acme.' },
            { kind: 'topic' },
            { kind: 'text', text: '.orders-bridge' },
          ],
        },
      },
    },
    {
      property: 'aws.eventbridge.eventbus.global.endpoint.id',
      value: 'abcde.veo',
      expected: { globalEndpointId: 'abcde.veo' },
    },
    {
      property: 'aws.eventbridge.eventbus.global.endpoint.id',
      value: '',
      expected: { globalEndpointId: undefined },
    },
    {
      property: 'aws.eventbridge.iam.role.arn',
      value: 'arn:aws-us-gov:iam::123456789012:role/events',
      expected: {
        role: {
          arn: 'arn:aws-us-gov:iam::123456789012:role/events',
          sessionName: 'orders-bridge',
          externalId: undefined,
        },
      },
    },
    { property: 'aws.eventbridge.iam.role.arn', value: ' ', expected: { role: undefined } },
    {
      property: 'aws.eventbridge.detail.types.mapper.class',
      value: 'software.amazon.event.kafkaconnector.mapping.DefaultDetailTypeMapper',
      expected: { detailTypeRule: { kind: 'expression' } },
    },
    {
      property: 'aws.eventbridge.time.mapper.class',
      value: 'software.amazon.event.kafkaconnector.mapping.DefaultTimeMapper',
      expected: { timeRule: { kind: 'none' } },
    },
    { property: 'aws.eventbridge.time.mapper.class', value: '', expected: { timeRule: { kind: 'none' } } },
    {
      property: 'aws.eventbridge.time.mapper.class',
      value: 'record-timestamp',
      expected: { timeRule: { kind: 'record-timestamp' } },
    },
    { property: 'aws.eventbridge.retries.max', value: '0', expected: { maxRetries: 0 } },
    { property: 'aws.eventbridge.retries.max', value: 10, expected: { maxRetries: 10 } },
    { property: 'aws.eventbridge.retries.delay', value: '10000', expected: { retryDelayMs: 10_000 } },
    {
      property: 'aws.eventbridge.request.max.bytes',
      value: '262144',
      expected: { maxRequestBytes: 262_144 },
    },
    { property: 'aws.eventbridge.request.max.concurrency', value: 128, expected: { maxConcurrency: 128 } },
    { property: 'aws.eventbridge.detail.shape', value: 'value', expected: { detailShape: 'value' } },
    {
      property: 'aws.eventbridge.detail.metadata.member',
      value: 'kafka-record',
      expected: { metadataMember: 'kafka-record' },
    },
    { property: 'aws.eventbridge.tombstone.marker', value: true, expected: { hasTombstoneMarker: true } },
    { property: 'errors.tolerance', value: 'none', expected: { errorsTolerance: 'none' } },
  ])('reads $property from $value', ({ property, value, expected }) => {
    expect(configuration({ [property]: value })).toMatchObject(expected);
  });

  it.each([
    'eu-west-1',
    'us-gov-east-1',
    'us-iso-east-1',
    'eusc-de-east-1',
    'ap-southeast-12',
    ' eu-west-1 ',
  ])('takes %j for a Region', (region) => {
    const name = region.trim();

    expect(
      configuration({
        'aws.eventbridge.region': region,
        'aws.eventbridge.eventbus.arn': `arn:aws:events:${name}:123456789012:event-bus/orders`,
      }).region,
    ).toBe(name);
  });

  it.each(['jsonpath', 'software.amazon.event.kafkaconnector.mapping.JsonPathDetailTypeMapper'])(
    'takes detail types from the value by the mapper %s',
    (mapper) => {
      const { detailTypeRule, notes } = configuration({
        'aws.eventbridge.detail.types': 'a,b',
        'aws.eventbridge.detail.types.mapper.class': mapper,
        'aws.eventbridge.detail.types.jsonpathmapper.fieldref': '$.order.type',
      });

      expect(detailTypeRule).toEqual({
        kind: 'json-path',
        path: [
          { kind: 'member', name: 'order' },
          { kind: 'member', name: 'type' },
        ],
      });
      expect(notes.map(({ property }) => property)).toEqual(['aws.eventbridge.detail.types']);
    },
  );

  it('takes times from the value', () => {
    expect(
      configuration({
        'aws.eventbridge.time.mapper.class': 'jsonpath',
        'aws.eventbridge.time.jsonpathmapper.fieldref': '$.time',
      }).timeRule,
    ).toEqual({ kind: 'json-path', path: [{ kind: 'member', name: 'time' }] });
  });

  it('assumes a role with the connector id as session name, and with the external id', () => {
    expect(
      configuration({
        'aws.eventbridge.connector.id': 'orders bridge',
        'aws.eventbridge.iam.role.arn': 'arn:aws:iam::123456789012:role/events',
        'aws.eventbridge.iam.external.id': 'id-1',
      }).role,
    ).toEqual({
      arn: 'arn:aws:iam::123456789012:role/events',
      sessionName: 'orders-bridge',
      externalId: 'id-1',
    });
  });

  it('offloads whole values without encryption of its own, when only a bucket is named', () => {
    expect(
      configuration({ 'aws.eventbridge.offloading.default.s3.bucket': 'large-values' }).offloading,
    ).toEqual({
      bucket: 'large-values',
      path: [
        { kind: 'member', name: 'detail' },
        { kind: 'member', name: 'value' },
      ],
      pathText: '$.detail.value',
      mode: 'always',
      prefix: '',
      encryption: 'none',
      kmsKeyArn: undefined,
      endpointUri: undefined,
    });
  });

  it('reads everything that offloading can have', () => {
    expect(
      configuration({
        'aws.eventbridge.offloading.default.s3.bucket': 'large-values',
        'aws.eventbridge.offloading.default.fieldref': " $['detail']['value'].items[0] ",
        'aws.eventbridge.offloading.default.mode': 'Oversized',
        'aws.eventbridge.offloading.default.s3.prefix': 'orders/v=1/',
        'aws.eventbridge.offloading.default.s3.encryption': 'aws:kms',
        'aws.eventbridge.offloading.default.s3.kms.key.arn': 'arn:aws:kms:eu-west-1:123456789012:key/1-a',
        'aws.eventbridge.offloading.default.s3.endpoint.uri': 'http://localhost:4012',
      }).offloading,
    ).toEqual({
      bucket: 'large-values',
      path: [
        { kind: 'member', name: 'detail' },
        { kind: 'member', name: 'value' },
        { kind: 'member', name: 'items' },
        { kind: 'index', index: 0 },
      ],
      pathText: "$['detail']['value'].items[0]",
      mode: 'oversized',
      prefix: 'orders/v=1/',
      encryption: 'aws:kms',
      kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1-a',
      endpointUri: 'http://localhost:4012',
    });
  });

  it('tells of detail types for names that no topic has', () => {
    expect(configuration({ 'aws.eventbridge.detail.types': 'orders :evt' }).notes).toEqual([
      {
        property: 'aws.eventbridge.detail.types',
        note: 'Names the topic "orders ", and there is none of such a name.',
      },
    ]);
  });

  it('accepts the pasted configuration of a connector, with a note for each property without effect', () => {
    const { notes, formats } = configuration({
      'connector.class': 'software.amazon.event.kafkaconnector.EventBridgeSinkConnector',
      topics: 'orders',
      'value.converter': 'com.amazonaws.services.schemaregistry.kafkaconnect.AWSKafkaAvroConverter',
      'value.converter.registry.name': 'streaming',
      'value.converter.schemas.enable': 'true',
    });

    expect(formats.value.converter).toBe('glue-avro');
    expect(notes.map(({ property }) => property)).toEqual([
      'connector.class',
      'topics',
      'value.converter.registry.name',
    ]);
  });

  it('reports five mistakes in one error, each by name, with the value and what to do', () => {
    // Prepare
    const text = JSON.stringify({
      ...REQUIRED_PROPERTIES,
      'aws.eventbridge.eventbus.arn': undefined,
      'aws.eventbridge.retries.max': '11',
      'value.converter': 'xml',
      'aws.eventbridge.detail.types': 'orders:a,b',
      'aws.eventbridge.retires.delay': '5',
    });

    // Act
    const error = errorOf(text);

    // Assess
    expect(error).toMatchObject({ name: 'ConfigurationError', code: 'CONFIGURATION_INVALID' });
    expect(error.problems.map(({ property }) => property).sort()).toEqual([
      'aws.eventbridge.detail.types',
      'aws.eventbridge.eventbus.arn',
      'aws.eventbridge.retires.delay',
      'aws.eventbridge.retries.max',
      'value.converter',
    ]);
    expect(error.message.split('\n')[0]).toBe('The configuration has 5 errors:');
    expect(error.message).toContain(
      '- aws.eventbridge.eventbus.arn is missing. Give the ARN of the event bus, such as arn:',
    );
    expect(error.message).toContain(
      '- aws.eventbridge.retries.max is "11". Give a whole number from 0 to 10.',
    );
    expect(error.message).toContain('- value.converter is "xml". Give one of json, string, bytes');
    expect(error.message).toContain(
      '- aws.eventbridge.detail.types is "orders:a,b", which has the item "b", which is not topic:detailType.',
    );
    expect(error.message).toContain(
      '- aws.eventbridge.retires.delay is not a property of the bridge. Remove it or correct its name.',
    );
  });

  it('reports what is unsupported and what contradicts together with all other mistakes', () => {
    const { problems } = errorOf(
      configurationText({
        'aws.eventbridge.eventbus.arn': 'arn:aws:events:us-east-1:123456789012:event-bus/orders',
        'aws.eventbridge.retries.max': '11',
        'aws.eventbridge.auth.credentials_provider.class': 'com.acme.Provider',
        'aws.eventbridge.iam.external.id': 'id-1',
        'aws.eventbridge.retires.delay': '5',
        'key.converter.region': 'Virginia',
        'value.converter': 'confluent',
        topics: { orders: { 'key.converter': 'xml' } },
        transforms: 'mask',
      }),
    );

    expect(problems.map(({ property }) => property).sort()).toEqual([
      'aws.eventbridge.auth.credentials_provider.class',
      'aws.eventbridge.eventbus.arn',
      'aws.eventbridge.iam.external.id',
      'aws.eventbridge.retires.delay',
      'aws.eventbridge.retries.max',
      'key.converter.region',
      'topics.orders.key.converter',
      'transforms',
      'value.converter.schema.registry.url',
    ]);
  });

  it.each([
    { property: 'aws.eventbridge.connector.id', value: '   ' },
    { property: 'aws.eventbridge.connector.id', value: null },
    { property: 'aws.eventbridge.connector.id', value: 'x'.repeat(243) },
    { property: 'aws.eventbridge.region', value: 'Ireland' },
    { property: 'aws.eventbridge.region', value: 'invalid-region-1' },
    { property: 'aws.eventbridge.region', value: 'eu-west' },
    { property: 'aws.eventbridge.eventbus.arn', value: 'orders' },
    {
      property: 'aws.eventbridge.eventbus.arn',
      value: 'arn:aws:events:eu-west-1:1234567890:event-bus/orders',
    },
    { property: 'aws.eventbridge.eventbus.arn', value: 'arn:aws:sqs:eu-west-1:123456789012:orders' },
    { property: 'aws.eventbridge.endpoint.uri', value: 'localhost:4010' },
    { property: 'aws.eventbridge.endpoint.uri', value: 'ftp://localhost' },
    { property: 'aws.eventbridge.endpoint.uri', value: 'http://[' },
    { property: 'aws.eventbridge.endpoint.uri', value: 'https://' },
    { property: 'aws.eventbridge.eventbus.resources', value: { arn: 'a' } },
    { property: 'aws.eventbridge.eventbus.resources', value: '${partition}' },
    { property: 'aws.eventbridge.eventbus.global.endpoint.id', value: 'abc.def.xyz' },
    { property: 'aws.eventbridge.eventbus.global.endpoint.id', value: 'abcde' },
    { property: 'aws.eventbridge.iam.role.arn', value: 'events' },
    { property: 'aws.eventbridge.source', value: '' },
    { property: 'aws.eventbridge.source', value: 'aws.orders' },
    { property: 'aws.eventbridge.source', value: 'x'.repeat(257) },
    { property: 'aws.eventbridge.source', value: '${$.source}' },
    { property: 'aws.eventbridge.detail.types.mapper.class', value: 'com.acme.Mapper' },
    { property: 'aws.eventbridge.detail.types.mapper.class', value: 'topic' },
    { property: 'aws.eventbridge.time.mapper.class', value: 'com.acme.Mapper' },
    { property: 'aws.eventbridge.offloading.default.s3.bucket', value: 's3' },
    { property: 'aws.eventbridge.offloading.default.s3.bucket', value: 'large..values' },
    { property: 'aws.eventbridge.offloading.default.s3.bucket', value: 'MyBucket' },
    { property: 'aws.eventbridge.offloading.default.fieldref', value: '$' },
    { property: 'aws.eventbridge.offloading.default.fieldref', value: '$.detail.value2' },
    { property: 'aws.eventbridge.offloading.default.fieldref', value: '$.detail.value.length()' },
    { property: 'aws.eventbridge.offloading.default.fieldref', value: '$.detail.value[*]' },
    { property: 'aws.eventbridge.offloading.default.s3.endpoint.uri', value: 's3' },
    { property: 'aws.eventbridge.detail.types', value: '' },
    { property: 'aws.eventbridge.detail.types', value: 'orders:' },
    { property: 'aws.eventbridge.detail.types', value: 'a,b' },
    { property: 'aws.eventbridge.detail.types', value: 't:a,t:b' },
    { property: 'aws.eventbridge.detail.types', value: 'x'.repeat(129) },
    { property: 'aws.eventbridge.detail.types', value: `t:${'x'.repeat(129)}` },
    { property: 'aws.eventbridge.retries.max', value: '-1' },
    { property: 'aws.eventbridge.retries.max', value: '11' },
    { property: 'aws.eventbridge.retries.max', value: 'two' },
    { property: 'aws.eventbridge.retries.max', value: '1.5' },
    { property: 'aws.eventbridge.retries.max', value: '1e1' },
    { property: 'aws.eventbridge.retries.max', value: '' },
    { property: 'aws.eventbridge.retries.delay', value: '10001' },
    { property: 'aws.eventbridge.request.max.bytes', value: '262143' },
    { property: 'aws.eventbridge.request.max.bytes', value: '1048576' },
    { property: 'aws.eventbridge.request.max.concurrency', value: '0' },
    { property: 'aws.eventbridge.request.max.concurrency', value: '129' },
    { property: 'aws.eventbridge.detail.shape', value: 'flat' },
    { property: 'aws.eventbridge.detail.metadata.member', value: 'a.b' },
    { property: 'aws.eventbridge.detail.metadata.member', value: '' },
    { property: 'aws.eventbridge.tombstone.marker', value: 'yes' },
    { property: 'errors.tolerance', value: 'ALL' },
    { property: 'errors.tolerance', value: 'some' },
  ])('refuses $value for $property', ({ property, value }) => {
    const { problems } = errorOf(configurationText({ [property]: value }));

    expect(problems.map((problem) => problem.property)).toEqual([property]);
  });

  it.each([
    { property: 's3.prefix', value: 'a b/' },
    { property: 's3.prefix', value: 'a/../b/' },
    { property: 's3.prefix', value: './' },
    { property: 's3.prefix', value: 'x'.repeat(513) },
    { property: 'mode', value: 'never' },
    { property: 's3.encryption', value: 'aws:kms:dsse' },
    { property: 's3.encryption', value: 'aws:kms', more: { 's3.kms.key.arn': '1234abcd' } },
    { property: 'fieldref', value: ' ' },
  ])('refuses $value for $property of offloading', ({ property, value, more = {} }) => {
    const properties = Object.entries({ 's3.bucket': 'large-values', [property]: value, ...more }).map(
      ([name, text]) => [`aws.eventbridge.offloading.default.${name}`, text],
    );
    const { problems } = errorOf(configurationText(Object.fromEntries(properties)));

    expect(problems.map((problem) => problem.property)).toEqual([
      `aws.eventbridge.offloading.default.${Object.keys(more)[0] ?? property}`,
    ]);
  });

  it('tells who gives a class of Java what to use instead', () => {
    const { message } = errorOf(
      configurationText({ 'aws.eventbridge.detail.types.mapper.class': 'com.acme.Mapper' }),
    );

    expect(message).toContain(
      'is "com.acme.Mapper", which is a class of Java, and the bridge runs none. Give "default" for',
    );
    expect(message).toContain('aws.eventbridge.detail.types.jsonpathmapper.fieldref');
  });

  it.each(['__proto__', 'constructor', 'toString'])('refuses the unknown property %s', (property) => {
    const text = configurationText().replace('{', `{"${property}":"x",`);

    expect(errorOf(text).problems).toEqual([
      { property, message: expect.stringContaining('is not a property of the bridge') },
    ]);
  });

  it('reports values that are objects like all other mistakes, whatever their members', () => {
    const value = { toString: 1, trim: null };
    const properties = ['aws.eventbridge.region', 'aws.eventbridge.source', 'transforms', 'value.converter'];
    const error = errorOf(configurationText(Object.fromEntries(properties.map((name) => [name, value]))));

    expect(error.problems.map(({ property }) => property).sort()).toEqual(properties);
  });

  it('counts a single error in the singular', () => {
    expect(errorOf('[]').message).toMatch(/^The configuration has 1 error:\n- /);
  });
});
