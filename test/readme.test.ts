import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REGISTRY_CAUSES } from '../functions/bridge/aws/glue-schema-registry.ts';
import { PUT_EVENTS_CAUSES } from '../functions/bridge/classify.ts';
import { BATCH_FAILURES, RECORD_FAILURES } from '../functions/bridge/errors.ts';
import { UPLOAD_CAUSES } from '../functions/bridge/offload/classify-upload.ts';
import { bridgeSchema } from '../infra/config/bridge-schema.ts';
import { parseClosed } from '../infra/config/parse-closed.ts';
import { RUNBOOK } from '../infra/constructs/observability/runbook.ts';
import { SAMPLE_EVENTS } from '../infra/local/demo/sample-events.ts';
import { LEFT_OUT } from '../infra/local/left-out.ts';
import { ENVIRONMENT } from '../shared/environment.ts';
import { METRICS, REDRIVE_METRICS } from '../shared/metrics.ts';
import { synthesise } from './synth/synthesise.ts';

/** The README names what the code has: a property, code or metric that is missing in one of them fails here. */

const README = readFileSync('README.md', 'utf8');

test('the failure table lists every code with its outcome', () => {
  const rows = tableAfter('| code | outcome | meaning |');

  expect(rows.map(([code = '']) => code.replaceAll('`', '')).sort()).toEqual(
    Object.keys({ ...RECORD_FAILURES, ...BATCH_FAILURES }).sort(),
  );
  for (const [code, { kind }] of Object.entries(RECORD_FAILURES)) {
    expect(README).toContain(`| \`${code}\` | ${kind === 'permanent' ? 'dead letter' : 'retry'} |`);
  }
  for (const code of Object.keys(BATCH_FAILURES)) expect(README).toContain(`| \`${code}\` | batch fails |`);
});

test.each([
  ...PUT_EVENTS_CAUSES.map(({ cause, code }) => ({ service: 'PutEvents', cause, code })),
  ...UPLOAD_CAUSES.map(({ cause, code }) => ({ service: 'PutObject', cause, code })),
  ...[...REGISTRY_CAUSES].map(([cause, code]) => ({ service: 'Glue', cause, code })),
])('the table of answers tells that $service $cause becomes $code', ({ service, cause, code }) => {
  const row = tableAfter('| answer | code |').find(
    ([answer = '']) => answer.startsWith(service) && answer.includes(`\`${cause}\``),
  );

  expect(row?.[1]).toContain(`\`${code}\``);
});

test.each([...Object.values(METRICS), ...Object.values(REDRIVE_METRICS), ...Object.values(ENVIRONMENT)])(
  'names %s',
  (name) => {
    expect(README).toContain(`\`${name}`);
  },
);

test('the table of a bridge lists every member of its file', () => {
  const rows = tableAfter('| member | default | meaning |');

  expect(rows.map(([name = '']) => name.replaceAll('`', '')).sort()).toEqual(
    Object.keys(bridgeSchema.shape).sort(),
  );
});

test('the example of a bridge can be deployed', () => {
  const [example = ''] = README.match(/```json\n\{\n {2}"name": "payments",[\s\S]*?\n```/) ?? [];
  const bridge = parseClosed('the example', bridgeSchema, JSON.parse(example.replaceAll(/^```.*$/gm, '')));

  expect(() => synthesise({ name: 'readme', bridges: [bridge] })).not.toThrow();
});

test('the table of alarms lists every kind', () => {
  const rows = tableAfter('| alarm | goes off when |');

  expect(rows.flatMap(([names = '']) => names.split(', ')).sort()).toEqual(Object.keys(RUNBOOK).sort());
});

test('the table of formats names every sample event', () => {
  const samples = tableAfter('| format | registry | `key.converter` | `value.converter` | sample |').flatMap(
    (row) => row.at(-1)?.match(/[a-z-]+/g) ?? [],
  );

  // What goes wrong, and what is too large, has no format of its own.
  expect([...samples, 'oversize', 'poison'].sort()).toEqual(SAMPLE_EVENTS.map(({ name }) => name).sort());
});

function tableAfter(heading: string): string[][] {
  const [, after = ''] = README.split(`${heading}\n`);
  const [table = ''] = after.split('\n\n');
  return table
    .split('\n')
    .slice(1)
    .map((row) => row.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '')));
}

test.each(LEFT_OUT)('says what the stand-ins leave out: %s', (sentence) => {
  expect(README.replaceAll(/\s+/g, ' ')).toContain(sentence);
});
