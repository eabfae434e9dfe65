import { describe, expect, it } from 'vitest';
import {
  effectiveConfiguration,
  effectiveForTopic,
} from '../../../infra/configuration/effective-configuration.ts';
import { PROPERTIES } from '../../../infra/configuration/effective-property.ts';
import { BUS_ARN } from '../../fixtures/kafka-sources.ts';

const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-a1b2c3';

function effective(members: object = {}) {
  return effectiveConfiguration(
    JSON.stringify({
      'aws.eventbridge.connector.id': 'payments',
      'aws.eventbridge.region': 'eu-west-1',
      'aws.eventbridge.eventbus.arn': BUS_ARN,
      ...members,
    }),
  );
}

const find = ({ properties }: ReturnType<typeof effective>, name: string) =>
  properties.find(({ property }) => property === name);

describe('what holds with a document', () => {
  it('is every property that has a value, each once', () => {
    const names = effective().properties.map(({ property }) => property);
    const withValue = PROPERTIES.filter(({ isWithoutEffect }) => isWithoutEffect !== true).map(
      ({ name }) => name,
    );

    expect(names).toEqual(withValue);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    { name: 'aws.eventbridge.retries.max', members: {}, value: '2', origin: 'default' },
    {
      name: 'aws.eventbridge.retries.max',
      members: { 'aws.eventbridge.retries.max': 3 },
      value: '3',
      origin: 'document',
    },
    {
      name: 'aws.eventbridge.endpoint.uri',
      members: { 'aws.eventbridge.endpoint.uri': '' },
      value: "the Region's",
      origin: 'default',
    },
    { name: 'key.converter', members: {}, value: 'string', origin: 'default' },
    { name: 'value.converter', members: {}, value: 'json', origin: 'default' },
    {
      name: 'aws.eventbridge.eventbus.resources',
      members: { 'aws.eventbridge.eventbus.resources': ['a', 'b'] },
      value: 'a,b',
      origin: 'document',
    },
  ])('is the value or the default: $name is $value', ({ name, members, value, origin }) => {
    expect(find(effective(members), name)).toEqual({ property: name, value, origin });
  });

  it.each([
    { name: 'value.converter', text: 'org.apache.kafka.connect.json.JsonConverter', value: 'json' },
    {
      name: 'header.converter',
      text: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
      value: 'simple',
    },
    { name: 'value.converter.decimal.format', text: 'numeric', value: 'NUMERIC' },
    { name: 'value.converter.schemas.enable', text: 'True', value: 'true' },
    {
      name: 'aws.eventbridge.time.mapper.class',
      text: 'software.amazon.event.kafkaconnector.mapping.DefaultTimeMapper',
      value: 'none',
    },
    {
      name: 'aws.eventbridge.detail.types.mapper.class',
      text: 'software.amazon.event.kafkaconnector.mapping.DefaultDetailTypeMapper',
      value: 'default',
    },
  ])('is what another spelling stands for: $name $text', ({ name, text, value }) => {
    expect(find(effective({ [name]: text }), name)).toEqual({
      property: name,
      value,
      origin: 'document',
      writtenAs: text,
    });
  });

  it('has what single topics differ in', () => {
    const configuration = effective({
      'value.converter': 'glue',
      topics: { audit: { 'value.converter': 'json', 'header.converter': 'simple' } },
    });

    expect(configuration.topics).toEqual({
      audit: [
        { property: 'value.converter', value: 'json', origin: 'topic' },
        { property: 'header.converter', value: 'simple', origin: 'topic' },
      ],
    });
    expect(find(configuration, 'value.converter')?.value).toBe('glue');
    expect(find(effectiveForTopic(configuration, 'audit'), 'value.converter')).toMatchObject({
      value: 'json',
      origin: 'topic',
    });
    expect(find(effectiveForTopic(configuration, 'other'), 'value.converter')).toMatchObject({
      value: 'glue',
      origin: 'document',
    });
  });

  it('is that of all topics for one with the name of a member of every object', () => {
    const configuration = effective({ 'value.converter': 'glue' });

    for (const topic of ['constructor', 'toString', '__proto__']) {
      expect(effectiveForTopic(configuration, topic).properties).toEqual(configuration.properties);
    }
  });

  describe('of a registry with credentials', () => {
    const property = 'value.converter.schema.registry.secret.arn';
    const forTopic = (own: object) => {
      const configuration = effective({
        'value.converter': 'confluent',
        'value.converter.schema.registry.url': 'https://registry.example.com',
        [property]: SECRET_ARN,
        topics: { legacy: own },
      });
      return find(effectiveForTopic(configuration, 'legacy'), property);
    };

    it('is taken over by a topic of the same registry', () => {
      expect(forTopic({ 'value.converter': 'confluent-avro' })).toMatchObject({
        value: SECRET_ARN,
        origin: 'document',
      });
    });

    it('is not taken over by a topic of another registry', () => {
      expect(forTopic({ 'value.converter.schema.registry.url': 'https://other.example.com' })).toMatchObject({
        value: 'none: it belongs to another registry or role',
        origin: 'topic',
      });
    });

    it('is not taken over by a topic that says so', () => {
      expect(forTopic({ [property]: '' })).toMatchObject({ value: 'none', origin: 'topic' });
    });
  });

  it('says what has no effect', () => {
    expect(effective({ 'tasks.max': 3 }).notes).toEqual([expect.objectContaining({ property: 'tasks.max' })]);
  });

  it('is nothing when the function does not take the document', () => {
    expect(() => effective({ 'value.converter': 'xml' })).toThrow('The configuration has 1 error');
  });
});
