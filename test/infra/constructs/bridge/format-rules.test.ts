import { Fn } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import type { BridgeOptions } from '../../../../infra/constructs/bridge/bridge-options.ts';
import type { SchemaRegistry } from '../../../../infra/constructs/kafka/mapping-options.ts';
import { KEY_ARN } from '../../../fixtures/kafka-sources.ts';
import { bridgeTemplate } from './bridge-template.ts';

const GLUE_ARN = 'arn:aws:glue:eu-west-1:123456789012:registry/streaming';
const REGISTRY_URL = 'https://registry.example.com';
const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-a1b2c3';
const URL_PROPERTY = 'value.converter.schema.registry.url';
const SECRET_PROPERTY = 'value.converter.schema.registry.secret.arn';

describe('a bridge is refused at synth', () => {
  it.each<[Partial<BridgeOptions>, string]>([
    [
      { mapping: { schemaRegistry: source(REGISTRY_URL) } },
      'recordFormat "SOURCE" leaves decoding to the bridge, and value.converter of the topic payments is "json". Set it to "confluent"',
    ],
    [
      {
        mapping: { schemaRegistry: source(GLUE_ARN) },
        configuration: { 'value.converter': 'glue', topics: { payments: { 'value.converter': 'json' } } },
      },
      'value.converter of the topic payments is "json". Set it to "glue"',
    ],
    [
      { mapping: { schemaRegistry: source(REGISTRY_URL) }, configuration: { 'value.converter': 'glue' } },
      'Set it to "confluent"',
    ],
    [
      { mapping: { schemaRegistry: source(GLUE_ARN, ['KEY']) }, configuration: { 'key.converter': 'json' } },
      'key.converter of the topic payments is "json". Set it to "glue", or take KEY out of mapping.schemaRegistry.attributes.',
    ],
    [
      {
        mapping: { schemaRegistry: source(Fn.importValue('registry')) },
        configuration: { 'value.converter': 'confluent', [URL_PROPERTY]: REGISTRY_URL },
      },
      'Set it to "glue"',
    ],
    [
      { mapping: { schemaRegistry: source(REGISTRY_URL) }, configuration: { 'value.converter': 'auto' } },
      'which has to read the schemas itself. Set value.converter.schema.registry.url of the topic payments.',
    ],
    [
      {
        mapping: { schemaRegistry: { uri: REGISTRY_URL, recordFormat: 'JSON' } },
        configuration: { 'value.converter': 'glue-avro' },
      },
      'mapping.schemaRegistry hands values over as JSON, and value.converter of the topic payments is "glue-avro". Set it to "json"',
    ],
    [
      {
        mapping: { schemaRegistry: { uri: GLUE_ARN, recordFormat: 'JSON' } },
        configuration: { 'value.converter': 'auto' },
      },
      'mapping.schemaRegistry hands values over as JSON, and value.converter of the topic payments is "auto". Set it to "json"',
    ],
    [
      { mapping: { schemaRegistry: { uri: REGISTRY_URL, recordFormat: 'JSON', attributes: ['KEY'] } } },
      'mapping.schemaRegistry hands keys over as JSON, and key.converter of the topic payments is "string". Set it to "json"',
    ],
    [
      {
        mapping: { schemaRegistry: { uri: GLUE_ARN, recordFormat: 'JSON' } },
        configuration: { 'value.converter.schemas.enable': true },
      },
      'value.converter.schemas.enable of the topic payments expects them in each document. Remove it.',
    ],
    [
      { mapping: { filters: [{ value: { a: [1] } }] }, configuration: { 'value.converter': 'glue-avro' } },
      'mapping.filters look at values before the bridge decodes them',
    ],
    [
      {
        mapping: { filters: [{ value: { a: [1] } }] },
        configuration: { topics: { payments: { 'value.converter': 'glue' } } },
      },
      'value.converter of the topic payments is "glue"',
    ],
    [
      {
        mapping: { filters: [{ value: { a: [1] } }], schemaRegistry: source(GLUE_ARN, ['KEY']) },
        configuration: { 'key.converter': 'glue', 'value.converter': 'glue' },
      },
      'mapping.filters look at values before the bridge decodes them',
    ],
    [
      { configuration: confluent({ [SECRET_PROPERTY]: SECRET_ARN.replace('-a1b2c3', '') }) },
      'value.converter of the topic payments has the secret "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry". Give its whole ARN',
    ],
    [
      { configuration: confluent({ [SECRET_PROPERTY]: SECRET_ARN.replace('registry', '*') }) },
      'secret:*-a1b2c3". Give its whole ARN',
    ],
    [
      {
        configuration: {
          'value.converter': 'glue',
          'value.converter.assumeRoleArn': 'arn:aws:iam::210987654321:role/*',
        },
      },
      'value.converter.assumeRoleArn of the topic payments is "arn:aws:iam::210987654321:role/*", which is not the name of one role.',
    ],
    [
      { configuration: confluent({}), function: { registrySecretKeyArns: [KEY_ARN] } },
      'function.registrySecretKeyArns are keys of the secrets of schema registries, and no topic has such a secret.',
    ],
    [
      {
        configuration: confluent({ [SECRET_PROPERTY]: SECRET_ARN }),
        function: { registrySecretKeyArns: ['arn:aws:kms:eu-west-1:123456789012:alias/registry'] },
      },
      'function.registrySecretKeyArns has "arn:aws:kms:eu-west-1:123456789012:alias/registry". Give the ARN of a key',
    ],
    [
      { configuration: { topics: { payments: { 'value.converter': 'xml' } } } },
      'topics.payments.value.converter is "xml". Give one of json',
    ],
    [
      {
        configuration: { topics: { payments: { 'value.converter': Fn.importValue('converter') } } },
      },
      'topics.payments.value.converter would be known at deployment only. Write the value.',
    ],
  ])('with %j', (options, sentence) => {
    expect(() => bridgeTemplate(options)).toThrow(sentence);
  });

  it('with a configuration that fits into no parameter', () => {
    const names = Array.from({ length: 200 }, (_, index) => `topic-of-number-${index}`);
    const topics = Object.fromEntries(names.map((name) => [name, { 'value.converter': 'glue' }]));

    expect(() => bridgeTemplate({ configuration: { topics } })).toThrow(
      /Its configuration has \d{4,5} bytes, and a parameter takes 8192\. Say once what most topics share/,
    );
  });
});

describe('a bridge decodes what Lambda took the frame of', () => {
  it.each<[string, Partial<BridgeOptions>]>([
    [
      'by Glue',
      { mapping: { schemaRegistry: source(GLUE_ARN) }, configuration: { 'value.converter': 'glue-json' } },
    ],
    [
      'by Glue, found out',
      { mapping: { schemaRegistry: source(GLUE_ARN) }, configuration: { 'value.converter': 'auto' } },
    ],
    [
      'by a Glue registry that is known at deployment only',
      {
        mapping: { schemaRegistry: source(Fn.importValue('registry')) },
        configuration: { 'value.converter': 'glue' },
      },
    ],
    ['by Confluent', { mapping: { schemaRegistry: source(REGISTRY_URL) }, configuration: confluent({}) }],
    [
      'by Confluent, found out',
      {
        mapping: { schemaRegistry: source(REGISTRY_URL) },
        configuration: confluent({ 'value.converter': 'auto' }),
      },
    ],
    [
      'of keys alone',
      {
        mapping: { schemaRegistry: source(GLUE_ARN, ['KEY']) },
        configuration: { 'key.converter': 'glue', 'value.converter': 'json' },
      },
    ],
    [
      'and filtered',
      {
        mapping: { filters: [{ value: { a: [1] } }], schemaRegistry: source(GLUE_ARN) },
        configuration: { 'value.converter': 'glue' },
      },
    ],
  ])('%s', (_, options) => {
    expect(() => bridgeTemplate(options)).not.toThrow();
  });
});

function source(uri: string, attributes: SchemaRegistry['attributes'] = ['VALUE']): SchemaRegistry {
  return { uri, recordFormat: 'SOURCE', attributes };
}

function confluent(properties: Readonly<Record<string, string>>) {
  return { 'value.converter': 'confluent', [URL_PROPERTY]: REGISTRY_URL, ...properties };
}
