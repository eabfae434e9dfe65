import { describe, expect, it } from 'vitest';
import { REQUIRED_PROPERTIES } from '../fixtures/configuration.ts';
import { checkRefused, refusalOf } from './refusal.ts';

const PROVIDER = 'aws.eventbridge.auth.credentials_provider.class';

function judge(properties: Readonly<Record<string, string>>) {
  return checkRefused([
    { id: 'one', properties: { ...REQUIRED_PROPERTIES, ...properties }, reason: 'not carried out yet' },
  ]);
}

describe('checkRefused', () => {
  it.each([
    { what: 'alone', properties: { [PROVIDER]: 'kafka' } },
    { what: 'with another problem', properties: { [PROVIDER]: 'kafka', 'aws.eventbridge.retries.max': 'x' } },
  ])('takes a feature that is refused by name, $what, for one that is to come', ({ properties }) => {
    expect(judge(properties)).toEqual({
      notYetSupported: [{ id: 'one', reason: 'not carried out yet' }],
      failures: [],
    });
  });

  it.each([
    { what: 'is accepted', properties: {}, actual: 'nothing' },
    { what: 'asks for nothing unusual', properties: { [PROVIDER]: '' }, actual: 'nothing' },
    {
      what: 'is refused for something else alone',
      properties: { 'aws.eventbridge.retries.max': 'x' },
      actual: 'aws.eventbridge.retries.max',
    },
  ])('fails a case that $what', ({ properties, actual }) => {
    const { notYetSupported, failures } = judge(properties);

    expect(notYetSupported).toEqual([]);
    expect(failures).toMatchObject([{ id: 'one', actual: `the configuration is refused for ${actual}` }]);
  });
});

describe('refusalOf', () => {
  it('names each property once, and is undefined for a good configuration', () => {
    expect(refusalOf(REQUIRED_PROPERTIES)).toBeUndefined();
    expect(refusalOf({ ...REQUIRED_PROPERTIES, z: '1', a: '2' })).toBe(
      'the configuration is refused for a, z',
    );
  });
});
