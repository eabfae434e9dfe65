import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { BridgeOptions } from '../../../../infra/constructs/bridge/bridge-options.ts';
import { bridgeTemplate } from './bridge-template.ts';

describe('a bridge warns', () => {
  it.each<[string, Partial<BridgeOptions>, string]>([
    [
      'of formats for a topic that it does not read',
      { configuration: { topics: { payment: { 'value.converter': 'glue' } } } },
      'configuration.topics has payment, which is not among the topics of the bridge (payments): without effect.',
    ],
    [
      'of a registry on the machine itself, once for keys and values',
      {
        configuration: {
          'key.converter': 'confluent',
          'key.converter.schema.registry.url': 'http://localhost:8081/',
          'value.converter': 'confluent',
          'value.converter.schema.registry.url': 'http://localhost:8081',
        },
      },
      'schema.registry.url is http://localhost:8081: on Lambda that is the function itself, where no registry answers.',
    ],
  ])('%s', (_, options, sentence) => {
    const warnings = Annotations.fromStack(bridgeTemplate(options).stack).findWarning('*', Match.anyValue());

    expect(warnings.map(({ entry }) => entry.data)).toEqual([expect.stringContaining(sentence)]);
  });

  it.each<[string, Partial<BridgeOptions>]>([
    ['formats for its topics', { configuration: { topics: { payments: { 'value.converter': 'glue' } } } }],
    [
      'a registry elsewhere, and one that is not asked',
      {
        configuration: {
          'key.converter': 'json',
          'key.converter.schema.registry.url': 'http://localhost:8081',
          'value.converter': 'confluent',
          'value.converter.schema.registry.url': 'https://registry.example.com',
        },
      },
    ],
  ])('not of %s', (_, options) => {
    Annotations.fromStack(bridgeTemplate(options).stack).hasNoWarning('*', Match.anyValue());
  });
});
