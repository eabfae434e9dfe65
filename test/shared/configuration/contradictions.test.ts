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

  it('compares Regions without the blanks around them', () => {
    expect(
      contradictionsWith({
        'aws.eventbridge.region': ' eu-west-1',
        'aws.eventbridge.eventbus.arn': ` ${busIn('eu-west-1')} `,
      }),
    ).toEqual([]);
  });

  it.each([
    { what: 'is missing', region: undefined },
    { what: 'is empty', region: '' },
    { what: 'is no Region', region: 'Ireland' },
    { what: 'is no text', region: { name: 'eu-west-1' } },
  ])('compares nothing with a Region that $what, which is a problem of its own', ({ region }) => {
    expect(contradictionsWith({ 'aws.eventbridge.region': region })).toEqual([]);
  });

  it.each(['orders', 'arn:aws:events::123456789012:event-bus/orders', undefined, 7])(
    'compares nothing with the ARN %j, which is a problem of its own',
    (arn) => {
      expect(contradictionsWith({ 'aws.eventbridge.eventbus.arn': arn })).toEqual([]);
    },
  );
});
