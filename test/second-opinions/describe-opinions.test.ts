import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import type { Comparison } from './comparison.ts';
import { describeComparison, describePipeline, describeRecorded } from './describe-opinions.ts';

const COMPARISON: Comparison = {
  name: 'SQS',
  alike: ['SendMessage'],
  explained: [
    {
      questions: ['SendMessage, an empty body'],
      standIns: '400 MissingParameter',
      moto: '{"hasId":true}',
      right: 'stand-ins',
      why: 'A message has a character.',
    },
  ],
  problems: [],
};

function described(comparison: Comparison, isListing = false): string {
  return stripVTControlCharacters(describeComparison(comparison, isListing));
}

it('tells what is alike, what differs and who is right', () => {
  const text = described(COMPARISON);

  expect(text).toMatch(/^✓ SQS +1 alike, 1 different and explained\n/);
  expect(text).toContain('≠ SendMessage, an empty body\n      stand-ins 400 MissingParameter');
  expect(text).toContain('the stand-ins are right. A message has a character.');
  expect(text).not.toContain('= SendMessage');
  expect(described(COMPARISON, true)).toContain('    = SendMessage\n');
});

it('tells what has to be looked at', () => {
  const problem = { kind: 'unexplained', question: 'GetQueueUrl', standIns: '1', moto: undefined } as const;
  const text = described({ ...COMPARISON, problems: [problem] });

  expect(text).toMatch(/^✗ SQS .*, 1 to be looked at\n/);
  expect(text).toContain('GetQueueUrl: the answers differ, and nothing says why');
  expect(text).toContain('      moto      no answer');
});

it('tells what a check of the built functions saw, and what is wrong', () => {
  const text = describePipeline({ name: 'redrive', seen: '1 event', problems: ['1 are nowhere: a-0@1'] });

  expect(stripVTControlCharacters(text)).toBe('✗ redrive: 1 event\n    1 are nowhere: a-0@1');
});

it('tells who agrees with the service', () => {
  const recorded = { file: 'answers.json', cases: 4, standInsDiffer: [], motoDiffers: ['a'] };

  expect(stripVTControlCharacters(describeRecorded(recorded))).toBe(
    '✓ answers.json: the stand-ins agree with the service in 4 of 4 (100.0 %), moto in 3 of 4 (75.0 %)',
  );
});
