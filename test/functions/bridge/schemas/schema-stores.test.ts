import { describe, expect, it } from 'vitest';
import { SchemaStores } from '../../../../functions/bridge/schemas/schema-stores.ts';
import type { FormatConfiguration } from '../../../../shared/configuration/format.ts';
import { configuration } from '../../../fixtures/configuration.ts';

const URL = 'value.converter.schema.registry.url';

function valueFormat(properties: Readonly<Record<string, unknown>> = {}): FormatConfiguration {
  return configuration(properties).formats.value;
}

describe('SchemaStores', () => {
  it('has one store for all sides, topics and configurations that read a registry in the same way', () => {
    const stores = new SchemaStores(() => 0);
    const url = { [URL]: 'https://registry.example.com' };

    expect(stores.glue(valueFormat())).toBe(stores.glue(valueFormat(url)));
    expect(stores.confluent(valueFormat(url))).toBe(
      stores.confluent(valueFormat({ ...url, 'value.converter.region': 'us-east-1' })),
    );
  });

  it.each([
    { what: 'Region', properties: { 'value.converter.region': 'us-east-1' } },
    {
      what: 'role',
      properties: { 'value.converter.assumeRoleArn': 'arn:aws:iam::210987654321:role/read-schemas' },
    },
    { what: 'decimals', properties: { 'value.converter.decimal.format': 'STRING' } },
    { what: 'unions', properties: { 'value.converter.unions': 'unwrapped' } },
    { what: 'names of union members', properties: { 'value.converter.enhanced.avro.schema.support': true } },
    { what: 'names of fields', properties: { 'value.converter.field.names': 'json' } },
    { what: 'names of oneofs', properties: { 'value.converter.generate.index.for.unions': 'false' } },
  ])('keeps schemas apart that differ in the $what', ({ properties }) => {
    const stores = new SchemaStores(() => 0);

    expect(stores.glue(valueFormat())).not.toBe(stores.glue(valueFormat(properties)));
  });

  it('keeps schemas apart of which a converter reads one data format only', () => {
    const stores = new SchemaStores(() => 0);
    const format = valueFormat();

    const found = [undefined, 'AVRO', 'JSON', 'PROTOBUF'] as const;

    expect(new Set(found.map((dataFormat) => stores.glue(format, dataFormat))).size).toBe(4);
  });

  it('has no Confluent store without the address of a registry', () => {
    expect(new SchemaStores(() => 0).confluent(valueFormat())).toBeUndefined();
  });

  it('forgets the oldest beyond a bound, which only a changing configuration reaches', () => {
    const stores = new SchemaStores(() => 0);
    const addressed = (number: number) =>
      stores.confluent(valueFormat({ [URL]: `https://registry-${number}.example.com` }));
    const [first, second] = [addressed(0), addressed(1)];

    for (let number = 2; number <= 64; number += 1) addressed(number);

    expect(addressed(1)).toBe(second);
    expect(addressed(0)).not.toBe(first);
  });
});
