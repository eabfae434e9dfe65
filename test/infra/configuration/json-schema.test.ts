import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { SCHEMA_FILE, schemaText } from '../../../infra/configuration/generated-files.ts';
import { configurationSchema } from '../../../infra/configuration/json-schema.ts';
import { parseConfiguration } from '../../../shared/configuration/configuration.ts';
import { FORMAT_PROPERTIES } from '../../../shared/configuration/format-properties.ts';
import { configurationDocument } from '../../../shared/configuration/properties.ts';
import { BUS_ARN } from '../../fixtures/kafka-sources.ts';

const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(configurationSchema())));

const LEAST = {
  'aws.eventbridge.connector.id': 'payments',
  'aws.eventbridge.region': 'eu-west-1',
  'aws.eventbridge.eventbus.arn': BUS_ARN,
};

function isTakenByFunction(document: object): boolean {
  try {
    parseConfiguration(JSON.stringify(document));
    return true;
  } catch {
    return false;
  }
}

describe('the JSON Schema of configuration documents', () => {
  it('lies in the project as it is generated: npm run config -- schema --write', async () => {
    expect(JSON.parse(await readFile(SCHEMA_FILE, 'utf8'))).toEqual(JSON.parse(schemaText()));
  });

  it('has every property that the function has', () => {
    const sides = FORMAT_PROPERTIES.flatMap((name) =>
      ['key', 'value'].map((side) => name.replace('<side>', side)),
    );
    const known = [...Object.keys(configurationDocument.shape), ...sides];

    expect(Object.keys(Object(configurationSchema().properties))).toEqual(expect.arrayContaining(known));
  });

  it.each([
    { what: 'the least', members: {} },
    { what: 'text for numbers', members: { 'aws.eventbridge.retries.max': '3' } },
    { what: 'numbers', members: { 'aws.eventbridge.retries.max': 3 } },
    {
      what: 'flags',
      members: { 'value.converter.schemas.enable': true, 'aws.eventbridge.tombstone.marker': 'false' },
    },
    {
      what: 'lists',
      members: {
        'aws.eventbridge.eventbus.resources': ['arn:aws:s3:::a'],
        'aws.eventbridge.detail.types': 'a:b,c:d',
      },
    },
    { what: 'Java classes', members: { 'value.converter': 'org.apache.kafka.connect.json.JsonConverter' } },
    {
      what: 'names of converters',
      members: { 'value.converter': 'glue-avro', 'header.converter': 'simple' },
    },
    {
      what: 'topics',
      members: {
        topics: { audit: { 'value.converter': 'glue', 'value.converter.decimal.format': 'NUMERIC' } },
      },
    },
    {
      what: 'what Kafka Connect needs',
      members: {
        name: 'a',
        'connector.class': 'b',
        'tasks.max': 3,
        topics: 'a,b',
        'consumer.override.max.poll.records': '3',
        'errors.deadletterqueue.topic.name': 'c',
        'value.converter.avroRecordType': 'GENERIC_RECORD',
      },
    },
    {
      what: 'what asks for nothing',
      members: {
        transforms: '',
        predicates: ' ',
        'aws.eventbridge.auth.credentials_provider.class': '',
        'aws.eventbridge.detail.types.mapper.class': '',
        'aws.eventbridge.time.mapper.class': '',
        'value.converter.use.latest.version': false,
        'value.converter.generalized.sum.type.support': 'False',
      },
    },
    {
      what: 'capitals or none',
      members: {
        'value.converter.decimal.format': 'numeric',
        'value.converter.schemas.enable': 'True',
        'aws.eventbridge.detail.shape': 'Value',
      },
    },
    {
      what: 'blanks around values',
      members: {
        'aws.eventbridge.retries.max': ' 2 ',
        'aws.eventbridge.region': ' eu-west-1 ',
        'value.converter': ' json ',
        'aws.eventbridge.tombstone.marker': ' true',
      },
    },
    { what: 'topics as a list', members: { topics: ['a', 'b'] } },
    {
      what: 'what a sink of Kafka Connect has besides',
      members: {
        'tasks.max.enforce': true,
        'connector.plugin.version': '1',
        'header.converter.plugin.version': '1',
        'producer.override.acks': 'all',
        'aws.eventbridge.iam.profile.name': 'events',
      },
    },
  ])('takes what the function takes: $what', ({ members }) => {
    const document = { ...LEAST, ...members };

    expect(isTakenByFunction(document)).toBe(true);
    expect(schema.safeParse(document).error).toBeUndefined();
  });

  it.each([
    { what: 'an unknown property', members: { 'aws.eventbridge.retrys.max': 3 } },
    { what: 'a number out of range', members: { 'aws.eventbridge.retries.max': 11 } },
    { what: 'an unknown converter', members: { 'value.converter': 'xml' } },
    { what: 'a word that is none of those', members: { 'errors.tolerance': 'some' } },
    { what: 'a bus that is no ARN', members: { 'aws.eventbridge.eventbus.arn': 'payments' } },
    {
      what: 'a secret that is no ARN',
      members: { 'value.converter.schema.registry.secret.arn': 'registry' },
    },
    {
      what: 'a property that is not one of a topic',
      members: { topics: { audit: { 'errors.tolerance': 'all' } } },
    },
    { what: 'a bad property of a topic', members: { topics: { audit: { 'value.converter': 'xml' } } } },
    { what: 'transforms', members: { transforms: 'a' } },
    { what: 'a number out of range as text', members: { 'aws.eventbridge.retries.max': '300000' } },
    { what: 'a flag that is none', members: { 'value.converter.schemas.enable': 'constructor' } },
    { what: 'capitals where they count', members: { 'errors.tolerance': 'ALL' } },
    {
      what: 'a credentials provider',
      members: { 'aws.eventbridge.auth.credentials_provider.class': 'com.example.Provider' },
    },
    { what: 'an unknown property of a converter', members: { 'value.converter.colour': 'red' } },
    { what: 'an option with effect', members: { 'value.converter.generate.struct.for.nulls': 'true' } },
    {
      what: 'an unknown property of the converter of a topic',
      members: { topics: { audit: { 'value.converter.colour': 'red' } } },
    },
  ])('refuses what the function refuses: $what', ({ members }) => {
    const document = { ...LEAST, ...members };

    expect(isTakenByFunction(document)).toBe(false);
    expect(schema.safeParse(document).success).toBe(false);
  });

  it.each(Object.keys(LEAST))('asks for %s', (name) => {
    const { [name as keyof typeof LEAST]: _, ...rest } = LEAST;

    expect(schema.safeParse(rest).success).toBe(false);
  });
});
