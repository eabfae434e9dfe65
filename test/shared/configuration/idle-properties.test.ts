import { describe, expect, it } from 'vitest';
import { withoutIdle } from '../../../shared/configuration/idle-properties.ts';

const TYPES = 'aws.eventbridge.detail.types';
const MAPPER = 'aws.eventbridge.detail.types.mapper.class';
const BUCKET = 'aws.eventbridge.offloading.default.s3.bucket';
const PATH = 'aws.eventbridge.offloading.default.fieldref';
const ENDPOINT = 'aws.eventbridge.offloading.default.s3.endpoint.uri';

describe('withoutIdle', () => {
  it.each(['jsonpath', ' software.amazon.event.kafkaconnector.mapping.JsonPathDetailTypeMapper '])(
    'takes out the detail types that the mapper %s does not look at, however wrong they are',
    (mapper) => {
      expect(withoutIdle({ [TYPES]: 'a,b', [MAPPER]: mapper })).toEqual({
        settings: { [MAPPER]: mapper },
        notes: [{ property: TYPES, note: `Has no effect: ${MAPPER} is jsonpath.` }],
      });
    },
  );

  it.each([{ [TYPES]: 'a' }, { [TYPES]: 'a', [MAPPER]: 'default' }, { [MAPPER]: 'jsonpath' }, {}])(
    'leaves %j as it is',
    (settings) => {
      expect(withoutIdle(settings)).toEqual({ settings, notes: [] });
    },
  );

  it('notes what the connector takes without a bucket, and leaves it to be checked', () => {
    const settings = { [PATH]: '$.detail.value.a', [ENDPOINT]: 'https://s3.example.com' };

    expect(withoutIdle(settings)).toEqual({
      settings,
      notes: [PATH, ENDPOINT].map((property) => ({
        property,
        note: `Has no effect: ${BUCKET} is not given.`,
      })),
    });
  });

  it.each([
    { [PATH]: '$.detail.value' },
    { [PATH]: '$.detail.value.a', [ENDPOINT]: 'https://s3.example.com', [BUCKET]: 'values' },
    { [PATH]: ' ', [BUCKET]: 'values' },
  ])('notes nothing of %j', (settings) => {
    expect(withoutIdle(settings)).toEqual({ settings, notes: [] });
  });

  it.each([' ', ''])('takes out the path %j where no path is needed', (path) => {
    expect(withoutIdle({ [PATH]: path, [BUCKET]: '', [ENDPOINT]: '' })).toEqual({
      settings: { [BUCKET]: '', [ENDPOINT]: '' },
      notes: [],
    });
  });
});
