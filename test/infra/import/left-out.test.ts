import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutLeftOut } from '../../../infra/import/left-out.ts';
import { parseConfiguration } from '../../../shared/configuration/configuration.ts';
import { connector, imported, worker } from './connector-fixture.ts';

/** Properties that cannot do without each other. */
const CONFIG = {
  'value.converter': 'io.confluent.connect.avro.AvroConverter',
  'value.converter.schema.registry.url': 'https://registry.example.com',
  'aws.eventbridge.iam.role.arn': 'arn:aws:iam::123456789012:role/events',
  'aws.eventbridge.iam.external.id': 'events-42',
  'aws.eventbridge.detail.types.mapper.class':
    'software.amazon.event.kafkaconnector.mapping.JsonPathDetailTypeMapper',
  'aws.eventbridge.detail.types.jsonpathmapper.fieldref': '$.type',
};

/** What became of a property, line by line. */
function fatesOf(property: string, removed: readonly string[]): string[] {
  const { lines } = imported(connector(CONFIG), { removed });
  return lines.filter((line) => line.property === property).map(({ fate }) => fate);
}

describe('what is left out', () => {
  it('is a property with all that belongs to it', () => {
    const from = connector({ transforms: 'mask', 'transforms.mask.type': 'a.B', transformsother: 'x' });
    const result = withoutLeftOut(from, ['transforms']);

    expect(result.leftOut.map(({ name }) => name)).toEqual(['transforms', 'transforms.mask.type']);
    expect([...result.connector.properties.keys()]).toContain('transformsother');
    expect([...result.connector.properties.keys()]).not.toContain('transforms');
  });

  it('is also what the worker or Kafka Connect says', () => {
    const result = imported(connector(), {
      worker: worker({ 'consumer.isolation.level': 'read_committed' }),
      removed: ['consumer.override.isolation.level'],
    });

    expect(result.isComplete).toBe(true);
    expect(result.lines).toContainEqual(
      expect.objectContaining({ property: 'consumer.override.isolation.level', fate: 'left out' }),
    );
  });

  it.each([
    'aws.eventbridge.connector.id',
    'aws.eventbridge.region',
    'aws.eventbridge.eventbus.arn',
    'aws.eventbridge.detail.types.jsonpathmapper.fieldref',
    'value.converter.schema.registry.url',
    'topics',
  ])('is missing where the bridge cannot do without it: %s', (property) => {
    expect(fatesOf(property, [property])).toEqual(['left out', 'missing']);
    expect(imported(connector(CONFIG), { removed: [property] }).isComplete).toBe(false);
  });

  it('is missing by name when it was left out together with others', () => {
    for (const name of ['connector.id', 'region', 'eventbus.arn']) {
      expect(fatesOf(`aws.eventbridge.${name}`, ['aws.eventbridge'])).toEqual(['left out', 'missing']);
    }
  });

  it.each([
    { property: 'key.converter', why: '--remove: the bridge then takes string.' },
    { property: 'value.converter', why: '--remove: the bridge then takes json.' },
    { property: 'header.converter', why: '--remove: the bridge then takes string.' },
    { property: 'errors.tolerance', why: '--remove: the bridge then takes all.' },
    { property: 'aws.eventbridge.retries.max', why: '--remove: the bridge then takes 2.' },
    { property: 'aws.eventbridge.iam.external.id', why: '--remove' },
    { property: 'transforms', why: '--remove' },
  ])('has the default of the bridge, which is told: $property', ({ property, why }) => {
    const from = connector({ ...CONFIG, 'aws.eventbridge.retries.max': '5', transforms: 'mask' });

    expect(imported(from, { removed: [property] }).lines).toContainEqual(
      expect.objectContaining({ property, fate: 'left out', why }),
    );
  });

  it('never makes a document that the function refuses', () => {
    fc.assert(
      fc.property(fc.subarray([...connector(CONFIG).properties.keys()]), (removed) => {
        const { isComplete, document } = imported(connector(CONFIG), { removed });
        if (isComplete) parseConfiguration(JSON.stringify(document));
      }),
    );
  });
});
