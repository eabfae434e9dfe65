import { describe, expect, it } from 'vitest';
import { contradictions } from '../../../shared/configuration/contradictions.ts';
import { REQUIRED_PROPERTIES } from '../../fixtures/configuration.ts';

function contradictionsWith(properties: Readonly<Record<string, unknown>>) {
  return contradictions({ ...REQUIRED_PROPERTIES, ...properties });
}

function busIn(region: string): string {
  return `arn:aws:events:${region}:123456789012:event-bus/orders`;
}

describe('contradictions', () => {
  it('finds none in what a document has at least', () => {
    expect(contradictionsWith({})).toEqual([]);
  });

  it('finds an event bus that is not in the Region, whose events would be dropped', () => {
    expect(contradictionsWith({ 'aws.eventbridge.eventbus.arn': busIn('us-east-1') })).toEqual([
      {
        property: 'aws.eventbridge.eventbus.arn',
        message:
          'aws.eventbridge.eventbus.arn is in "us-east-1", but aws.eventbridge.region is "eu-west-1". ' +
          'Make them the same: events for a bus that is not in the Region are dropped.',
      },
    ]);
  });

  it.each(['key', 'value'])('finds a registry of the %s that is not in the Region', (side) => {
    const property = `${side}.converter.region`;

    expect(contradictionsWith({ [property]: 'us-east-1' })).toEqual([
      {
        property,
        message: `${property} is "us-east-1", but aws.eventbridge.region is another. Leave it out: schemas are read in aws.eventbridge.region.`,
      },
    ]);
  });

  it('compares Regions without the blanks around them', () => {
    expect(
      contradictionsWith({
        'aws.eventbridge.region': ' eu-west-1',
        'aws.eventbridge.eventbus.arn': ` ${busIn('eu-west-1')} `,
        'value.converter.region': 'eu-west-1 ',
      }),
    ).toEqual([]);
  });

  it.each([
    { what: 'is missing', region: undefined },
    { what: 'is empty', region: '' },
    { what: 'is no Region', region: 'Ireland' },
    { what: 'is no text', region: { name: 'eu-west-1' } },
  ])('compares nothing with a Region that $what, which is a problem of its own', ({ region }) => {
    expect(
      contradictionsWith({ 'aws.eventbridge.region': region, 'value.converter.region': 'us-east-1' }),
    ).toEqual([]);
  });

  it.each(['orders', 'arn:aws:events::123456789012:event-bus/orders', undefined, 7])(
    'compares nothing with the ARN %j, which is a problem of its own',
    (arn) => {
      expect(contradictionsWith({ 'aws.eventbridge.eventbus.arn': arn })).toEqual([]);
    },
  );

  it.each([
    { property: 'value.converter.schemas.enable', properties: {} },
    { property: 'value.converter.schemas.enable', properties: { 'value.converter': 'json' } },
    {
      property: 'value.converter.schemas.enable',
      properties: { 'value.converter': ' org.apache.kafka.connect.json.JsonConverter' },
    },
    { property: 'key.converter.schemas.enable', properties: { 'key.converter': 'json' } },
  ])(
    'finds that $property is not possible for the JSON converter of $properties',
    ({ property, properties }) => {
      for (const value of ['true', true, ' true ']) {
        expect(contradictionsWith({ ...properties, [property]: value })).toEqual([
          {
            property,
            message: expect.stringMatching(
              `^${property} is true\\. Only false is supported: the JSON document`,
            ),
          },
        ]);
      }
    },
  );

  it.each([
    { 'key.converter.schemas.enable': 'true' },
    { 'key.converter': 'string', 'key.converter.schemas.enable': 'true' },
    { 'value.converter': 'bytes', 'value.converter.schemas.enable': 'true' },
    { 'value.converter': 'long', 'value.converter.schemas.enable': true },
    {
      'value.converter': 'com.amazonaws.services.schemaregistry.kafkaconnect.AWSKafkaAvroConverter',
      'value.converter.schemas.enable': 'true',
    },
    { 'value.converter': 'json', 'value.converter.schemas.enable': 'false' },
  ])('finds none in %j, where schemas.enable changes nothing', (properties) => {
    expect(contradictionsWith(properties)).toEqual([]);
  });

  it('finds all at once', () => {
    const found = contradictionsWith({
      'aws.eventbridge.eventbus.arn': busIn('us-east-1'),
      'key.converter.region': 'us-east-1',
      'value.converter.region': 'us-west-2',
      'value.converter.schemas.enable': 'true',
    });

    expect(found.map(({ property }) => property)).toEqual([
      'aws.eventbridge.eventbus.arn',
      'key.converter.region',
      'value.converter.region',
      'value.converter.schemas.enable',
    ]);
  });
});
