import { describe, expect, it } from 'vitest';
import { type Configuration, parseConfiguration } from '../../../shared/configuration/configuration.ts';
import { ConfigurationError } from '../../../shared/configuration/configuration-error.ts';
import { MAX_REQUEST_BYTES } from '../../../shared/configuration/limits.ts';
import { configuration, configurationText, REQUIRED_PROPERTIES } from '../../fixtures/configuration.ts';

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
  rendering: { decimals: 'BASE64', unions: 'branches', hasFullNames: false, fieldNames: 'original' },
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
      resources: [],
      detailTypeRule: { kind: 'expression', expression: 'kafka-connect-${topic}' },
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
      expected: { resources: ['arn:a', 'arn:b'] },
    },
    {
      property: 'aws.eventbridge.eventbus.resources',
      value: ['arn:a', 'arn:b'],
      expected: { resources: ['arn:a', 'arn:b'] },
    },
    {
      property: 'aws.eventbridge.eventbus.resources',
      value: 'a,,b,',
      expected: { resources: ['a', '', 'b', ''] },
    },
    { property: 'aws.eventbridge.eventbus.resources', value: '', expected: { resources: [] } },
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
        'aws.eventbridge.iam.role.arn': 'arn:aws:iam::123456789012:role/bridge',
        'aws.eventbridge.retires.delay': '5',
        'key.converter.region': 'Virginia',
        'value.converter': 'confluent',
        topics: { orders: { 'key.converter': 'xml' } },
        transforms: 'mask',
      }),
    );

    expect(problems.map(({ property }) => property).sort()).toEqual([
      'aws.eventbridge.eventbus.arn',
      'aws.eventbridge.iam.role.arn',
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

  it.each(['__proto__', 'constructor', 'toString'])('refuses the unknown property %s', (property) => {
    const text = configurationText().replace('{', `{"${property}":"x",`);

    expect(errorOf(text).problems).toEqual([
      { property, message: expect.stringContaining('is not a property of the bridge') },
    ]);
  });

  it('counts a single error in the singular', () => {
    expect(errorOf('[]').message).toMatch(/^The configuration has 1 error:\n- /);
  });
});
