import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../shared/configuration/configuration.ts';
import { ConfigurationError } from '../../../shared/configuration/configuration-error.ts';
import { configuration, configurationText } from '../../fixtures/configuration.ts';

function messagesOf(properties: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    parseConfiguration(configurationText(properties));
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(({ message }) => message);
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

describe('topics', () => {
  it('lets a topic differ from the others in what it names, and in nothing else', () => {
    const { formats, topics } = configuration({
      'key.converter': 'long',
      'value.converter': 'glue',
      'value.converter.decimal.format': 'STRING',
      topics: {
        'audit.v1': { 'value.converter': 'json', 'header.converter': 'base64' },
        legacy: { 'key.converter': 'bytes' },
      },
    });

    expect(formats).toMatchObject({ key: { converter: 'long' }, value: { converter: 'glue' } });
    expect(Object.keys(topics)).toEqual(['audit.v1', 'legacy']);
    expect(topics['audit.v1']).toMatchObject({
      key: { converter: 'long' },
      value: { converter: 'json', rendering: { decimals: 'STRING' } },
      headerConverter: 'base64',
    });
    expect(topics.legacy).toMatchObject({
      key: { converter: 'bytes' },
      value: { converter: 'glue' },
      headerConverter: 'string',
    });
  });

  it('is a list of topics in a pasted configuration, and has no effect then', () => {
    expect(configuration({ topics: 'orders,refunds' })).toMatchObject({
      topics: {},
      notes: [{ property: 'topics', note: 'Not needed: the event source mapping names the topic.' }],
    });
  });

  it('tells of properties of a topic that have no effect', () => {
    const { notes } = configuration({ topics: { orders: { 'value.converter.cacheSize': '10' } } });

    expect(notes).toEqual([
      {
        property: 'topics.orders.value.converter.cacheSize',
        note: 'Not needed: the schema version id in each record is enough to read it.',
      },
    ]);
  });

  it.each([
    {
      topics: { orders: { 'value.converter': 'xml' } },
      message: 'topics.orders.value.converter is "xml". Give one of json, string, bytes',
    },
    {
      topics: { orders: { 'value.converter': 'confluent-avro' } },
      message: 'topics.orders.value.converter.schema.registry.url is missing',
    },
    {
      topics: { orders: { 'aws.eventbridge.retries.max': '3' } },
      message: 'topics.orders.aws.eventbridge.retries.max is not a property of a topic.',
    },
    {
      topics: { orders: { 'value.converter.basic.auth.user.info': 'user:secret' } },
      message: 'topics.orders.value.converter.basic.auth.user.info: Secrets do not belong in',
    },
    { topics: { orders: 'json' }, message: 'topics.orders is "json". Give an object with the properties' },
    { topics: { 'no topic': {} }, message: 'topics.no topic is no name of a topic.' },
  ])('refuses $topics', ({ topics, message }) => {
    const [only, ...others] = messagesOf({ topics });

    expect(only).toContain(message);
    expect(others).toEqual([]);
  });

  it('tells once what is wrong for all topics', () => {
    const messages = messagesOf({
      'value.converter': 'xml',
      topics: { orders: { 'key.converter': 'long' }, refunds: { 'key.converter': 'long' } },
    });

    expect(messages).toHaveLength(1);
  });

  it('never repeats a secret', () => {
    const [message] = messagesOf({ 'value.converter.basic.auth.user.info': 'user:hunter2' });

    expect(message).toContain('schema.registry.secret.arn');
    expect(message).not.toContain('hunter2');
  });

  it.each([
    { property: 'value.converter.schema.registry.url', value: 'https://KEY:hunter2@registry.example.com' },
    { property: 'value.converter.schema.registry.url', value: 'https://registry.example.com?token=hunter2' },
    {
      property: 'value.converter.schema.registry.secret.arn',
      value: '{"username":"u","password":"hunter2"}',
    },
    { property: 'value.converter.schema.registry.ca.secret.arn', value: 'hunter2' },
    { property: 'aws.eventbridge.endpoint.uri', value: 'ftp://u:hunter2@example.com' },
  ])('never repeats what may be one in $property', ({ property, value }) => {
    const messages = messagesOf({ [property]: value, topics: { orders: { [property]: value } } });

    expect(messages.length).toBeGreaterThan(0);
    expect(messages.join()).not.toContain('hunter2');
  });

  it('gives the registry of a topic no credentials of another', () => {
    const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}`;
    const role = (name: string) => `arn:aws:iam::210987654321:role/${name}`;
    const { topics } = configuration({
      'value.converter': 'confluent',
      'value.converter.schema.registry.url': 'https://ours.example.com',
      'value.converter.schema.registry.secret.arn': secret('ours'),
      'value.converter.schema.registry.ca.secret.arn': secret('authority'),
      'value.converter.bearer.auth.logical.cluster': 'lsrc-ours',
      'value.converter.assumeRoleArn': role('ours'),
      'value.converter.assumeRoleExternalId': 'ours',
      topics: {
        partner: {
          'value.converter.schema.registry.url': 'https://partner.example.org',
          'value.converter.assumeRoleArn': role('partner'),
        },
        own: { 'value.converter.decimal.format': 'STRING' },
      },
    });

    expect(topics.partner?.value).toMatchObject({
      confluent: {
        urls: ['https://partner.example.org'],
        secretArn: undefined,
        caSecretArn: undefined,
        logicalCluster: undefined,
      },
      glue: { role: { arn: role('partner'), externalId: undefined } },
    });
    expect(topics.own?.value).toMatchObject({
      confluent: { secretArn: secret('ours') },
      glue: { role: { externalId: 'ours' } },
    });
  });

  it('takes __proto__ for the name of a topic', () => {
    const { topics } = parseConfiguration(
      configurationText().replace(/}$/, ',"topics":{"__proto__":{"value.converter":"long"}}}'),
    );

    expect(Object.hasOwn(topics, '__proto__')).toBe(true);
    expect(Object.entries(topics).map(([name, { value }]) => [name, value.converter])).toEqual([
      ['__proto__', 'long'],
    ]);
  });
});
