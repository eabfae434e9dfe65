import { describe, expect, it } from 'vitest';
import { configurationDocument } from '../../../shared/configuration/properties.ts';
import { issueProblems, shown } from '../../../shared/configuration/property-problems.ts';
import type { Settings } from '../../../shared/configuration/settings.ts';
import { REQUIRED_PROPERTIES } from '../../fixtures/configuration.ts';

/** What is wrong with the required properties and these. */
function problemsOf(properties: Settings) {
  const settings = JSON.parse(JSON.stringify({ ...REQUIRED_PROPERTIES, ...properties }));
  const { error } = configurationDocument.safeParse(settings);
  return issueProblems(error?.issues ?? [], settings);
}

describe('issueProblems', () => {
  it.each([
    {
      what: 'is missing',
      properties: { 'aws.eventbridge.eventbus.arn': undefined },
      message: expect.stringMatching(
        /^aws\.eventbridge\.eventbus\.arn is missing\. Give the ARN of the event bus/,
      ),
    },
    {
      what: 'has a bad value',
      properties: { 'aws.eventbridge.retries.max': '11' },
      message: 'aws.eventbridge.retries.max is "11". Give a whole number from 0 to 10.',
    },
    {
      what: 'has a value of a type that is not possible',
      properties: { 'aws.eventbridge.retries.max': { max: 2 } },
      message: 'aws.eventbridge.retries.max is {"max":2}. Give a whole number from 0 to 10.',
    },
    {
      what: 'has a value that needs more words',
      properties: { 'aws.eventbridge.detail.types': 'orders:a,b' },
      message: expect.stringMatching(
        /^aws\.eventbridge\.detail\.types is "orders:a,b", which has the item "b", which is not topic:detailType\. Give one/,
      ),
    },
  ])('names the property that $what, the value and what to do', ({ properties, message }) => {
    expect(problemsOf(properties)).toEqual([{ property: Object.keys(properties)[0], message }]);
  });

  it('names every unknown property, never its value, which may be a password', () => {
    expect(
      problemsOf({ 'producer.sasl.jaas.config': 'password="SECRET"', 'database.password': 'SECRET' }),
    ).toEqual(
      ['producer.sasl.jaas.config', 'database.password'].map((property) => ({
        property,
        message: `${property} is not a property of the bridge. Remove it or correct its name.`,
      })),
    );
  });

  it('shows no external id', () => {
    expect(problemsOf({ 'aws.eventbridge.iam.external.id': 's3cret id!' })).toEqual([
      {
        property: 'aws.eventbridge.iam.external.id',
        message:
          'aws.eventbridge.iam.external.id has a value that is not shown. Give the external id that the trust policy of the role asks for.',
      },
    ]);
  });

  it('shows only the beginning of a long value', () => {
    const [problem] = problemsOf({ 'aws.eventbridge.region': 'x'.repeat(5_000) });

    expect(problem?.message).toBe(
      `aws.eventbridge.region is "${'x'.repeat(119)}…. Give the Region of the event bus, such as eu-west-1.`,
    );
  });

  it('finds nothing in nothing', () => {
    expect(problemsOf({})).toEqual([]);
  });
});

describe('shown', () => {
  it.each([
    { value: 'text', text: '"text"' },
    { value: 5, text: '5' },
    { value: null, text: 'null' },
    { value: undefined, text: 'undefined' },
    { value: 'x'.repeat(118), text: `"${'x'.repeat(118)}"` },
    { value: 'x'.repeat(119), text: `"${'x'.repeat(119)}…` },
  ])('writes $value as $text', ({ value, text }) => {
    expect(shown(value)).toBe(text);
  });
});
