import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../shared/configuration/configuration.ts';
import { ConfigurationError } from '../../../shared/configuration/configuration-error.ts';
import { FORMAT_PROPERTIES } from '../../../shared/configuration/format-properties.ts';
import { configurationDocument } from '../../../shared/configuration/properties.ts';
import { PROPERTY_DESCRIPTIONS } from '../../../shared/configuration/property-descriptions.ts';
import { configurationText } from '../../fixtures/configuration.ts';

const BUCKET = { 'aws.eventbridge.offloading.default.s3.bucket': 'values' };

/** What a property needs beside itself. */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'aws.eventbridge.iam.external.id': {
    'aws.eventbridge.iam.role.arn': 'arn:aws:iam::123456789012:role/events',
  },
  'aws.eventbridge.detail.types.mapper.class': {
    'aws.eventbridge.detail.types.jsonpathmapper.fieldref': '$.type',
  },
  'aws.eventbridge.time.mapper.class': { 'aws.eventbridge.time.jsonpathmapper.fieldref': '$.time' },
  'aws.eventbridge.offloading.default.s3.kms.key.arn': {
    'aws.eventbridge.offloading.default.s3.encryption': 'aws:kms',
  },
  '<side>.converter': { 'value.converter.schema.registry.url': 'https://registry.example.com' },
};

/** What is wrong with a document that has this property, on the side of the value, as far as the property is to blame. */
function problemsWith(name: string, value: string | undefined): readonly string[] {
  const property = name.replace('<side>', 'value');
  const bucket = name.includes('.offloading.') ? BUCKET : {};
  try {
    parseConfiguration(configurationText({ ...bucket, ...COMPANIONS[name], [property]: value }));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.filter((problem) => problem.property === property).map(({ message }) => message);
  }
}

const DESCRIBED = PROPERTY_DESCRIPTIONS.filter(({ isWithoutEffect }) => isWithoutEffect === undefined);

function described<Member extends 'defaultText' | 'values' | 'pattern' | 'min'>(member: Member) {
  return DESCRIBED.filter((description) => description[member] !== undefined);
}

describe('PROPERTY_DESCRIPTIONS', () => {
  it('has every property once', () => {
    expect(DESCRIBED.map(({ name }) => name).sort()).toEqual(
      [...Object.keys(configurationDocument.shape), ...FORMAT_PROPERTIES].sort(),
    );
  });

  it.each(PROPERTY_DESCRIPTIONS)('describes $name in a sentence', ({ description }) => {
    expect(description).toMatch(/^\S.*\.$/s);
    expect(description).not.toMatch(/ {2}|\n/);
  });

  it.each(DESCRIBED)('knows whether $name may be left out', ({ name, isRequired }) => {
    expect(problemsWith(name, undefined).length > 0).toBe(isRequired);
  });

  it.each(described('defaultText'))('names the default of $name', ({ name, defaultText }) => {
    // Prepare
    const property = name.replace('<side>', 'value');

    // Act
    const written = parseConfiguration(configurationText({ [property]: defaultText }));

    // Assess
    expect({ ...written, notes: [] }).toEqual(parseConfiguration(configurationText()));
  });

  it.each(described('values'))('names what $name can be', ({ name, values = [], otherSpellings = [] }) => {
    for (const value of [...values, ...otherSpellings]) {
      expect(problemsWith(name, value), value).toEqual([]);
    }
    expect(problemsWith(name, 'something else')).toHaveLength(1);
  });

  it.each(described('values'))(
    'knows whether capitals count in $name',
    ({ name, values = [], isAnyCase }) => {
      for (const value of values) {
        const inOtherCase = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();

        expect(problemsWith(name, inOtherCase).length === 0, inOtherCase).toBe(isAnyCase === true);
      }
    },
  );

  it.each(described('min'))('names the bounds of $name', ({ name, min = 0, max = 0 }) => {
    expect(problemsWith(name, String(min))).toEqual([]);
    expect(problemsWith(name, String(max))).toEqual([]);
    expect(problemsWith(name, String(min - 1))).toHaveLength(1);
    expect(problemsWith(name, String(max + 1))).toHaveLength(1);
  });

  it.each(described('pattern'))(
    'has a pattern for $name that tells what the bridge takes',
    ({ name, pattern = '' }) => {
      for (const text of SAMPLES) {
        expect(problemsWith(name, text).length === 0, text).toBe(new RegExp(pattern).test(text));
      }
    },
  );

  it('says of no property that it is required and has a default', () => {
    const contradictory = DESCRIBED.filter(
      ({ isRequired, defaultText, defaultMeaning }) =>
        isRequired === (defaultText !== undefined || defaultMeaning !== undefined),
    );

    expect(contradictory.map(({ name }) => name)).toEqual([]);
  });

  it('is read by nothing that runs on Lambda', () => {
    const sources = readdirSync('functions', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(`functions/${path}`, 'utf8'));

    expect(sources.filter((source) => source.includes('property-description'))).toEqual([]);
  });
});

/** Texts that some property takes, and no other of that kind does. */
const SAMPLES = [
  '',
  'x',
  'orders-bridge',
  'id 1',
  'a\nb',
  '-----BEGIN',
  'eu-west-1',
  'Ireland',
  'abcde.veo',
  'large..values',
  'large.values',
  'MyBucket',
  'https://events.example.com',
  'ftp://events.example.com',
  'events.example.com',
  'arn:aws:events:eu-west-1:123456789012:event-bus/orders',
  'arn:aws:events:eu-west-1:1234567890:event-bus/orders',
  'arn:aws:iam::123456789012:role/events',
  'arn:aws:iam::123456789012:user/events',
  'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-a1b2c3',
  'arn:aws:kms:eu-west-1:123456789012:key/1-a',
  'x'.repeat(64),
  'x'.repeat(300),
  'x'.repeat(600),
] as const;
