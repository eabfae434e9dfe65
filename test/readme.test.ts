import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RECORD_FAILURES } from '../functions/bridge/errors.ts';
import { LEFT_OUT } from '../infra/local/left-out.ts';
import { configurationDocument } from '../shared/configuration/properties.ts';
import { ENVIRONMENT } from '../shared/environment.ts';
import { METRICS } from '../shared/metrics.ts';

/** The README names what the code has: a property, code or metric that is missing in one of them fails here. */

const README = readFileSync('README.md', 'utf8');

function codeNamesIn(section: string, pattern: RegExp): string[] {
  const [, text = ''] = README.split(`\n## ${section}\n`);
  const [body = ''] = text.split('\n## ');
  const rows = body.split('\n').filter((line) => line.startsWith('| `'));
  const names = rows.flatMap((row) => (row.split(' | ')[0] ?? '').match(pattern) ?? []);
  return [...new Set(names)].sort();
}

test('the configuration table lists every property', () => {
  expect(codeNamesIn('Configure', /[a-z]+(?:\.[a-z]+)+/g)).toEqual(
    Object.keys(configurationDocument.shape).sort(),
  );
});

test('the failure table lists every code with its outcome', () => {
  expect(codeNamesIn('Failures and redrive', /[A-Z]+(?:_[A-Z]+)*/g)).toEqual(
    Object.keys(RECORD_FAILURES).sort(),
  );
  for (const [code, { kind }] of Object.entries(RECORD_FAILURES)) {
    expect(README).toContain(`| \`${code}\` | ${kind === 'permanent' ? 'dead letter' : 'retry'} |`);
  }
});

test.each([...Object.values(METRICS), ...Object.values(ENVIRONMENT)])('names %s', (name) => {
  expect(README).toContain(`\`${name}`);
});

test.each(LEFT_OUT)('says what the stand-ins leave out: %s', (sentence) => {
  expect(README.replaceAll(/\s+/g, ' ')).toContain(sentence);
});
