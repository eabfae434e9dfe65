import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHECKS, countMatched, isConformant, MIN_MATCHED_CASES, runChecks } from './checks.ts';
import { deviationsTable } from './deviations-table.ts';
import type { ConformanceResult } from './result.ts';
import { summaryText } from './summary.ts';

const RUN = 'test/conformance/run.ts';

describe.each(CHECKS.map((check) => ({ check, name: check.name })))('$name', ({ check }) => {
  it('finds that every case matches the reference, or deviates for a reason that is given', async () => {
    const { file, matched, deviations, failures, notYetSupported = [] } = await check();

    expect(failures).toEqual([]);
    expect(matched, file).toBeGreaterThan(0);
    for (const { reason } of [...deviations, ...notYetSupported]) expect(reason.length).toBeGreaterThan(10);
  });

  it('accounts for every case of its file, once', async () => {
    const { matched, deviations, failures, notYetSupported = [], file } = await check();
    const named = [...deviations, ...failures, ...notYetSupported].map(({ id }) => id);

    expect(new Set(named).size).toBe(named.length);
    expect(matched + named.length).toBe(CASES[file]);
  });
});

/** How many cases each golden file has. */
const CASES: Readonly<Record<string, number>> = {
  'avro.json': 174,
  'glue-frames.json': 38,
  'plain.json': 107,
  'envelope.json': 44,
  'detail-type.json': 38,
  'entry-size.json': 15,
  'batching.json': 9,
  'config.json': 38,
  'confluent-frames.json': 39,
  'delivery.json': 25,
  'offloading.json': 26,
  'protobuf.json': 9,
  'headers.json': 53,
};

it('compares every golden file', async () => {
  const results = await runChecks();

  expect(results.map(({ file }) => file).sort()).toEqual(
    readdirSync('test/golden')
      .filter((name) => name.endsWith('.json'))
      .sort(),
  );
});

describe('isConformant', () => {
  const good: ConformanceResult = {
    file: 'a.json',
    matched: MIN_MATCHED_CASES,
    deviations: [],
    failures: [],
  };
  const failure = { id: 'x', expected: '1', actual: '2' };

  it.each([
    { what: 'all is well', results: [good], expected: true },
    { what: 'a single case fails', results: [{ ...good, failures: [failure] }], expected: false },
    { what: 'too few cases were compared', results: [{ ...good, matched: 1 }], expected: false },
    { what: 'nothing was compared', results: [], expected: false },
  ])('is $expected when $what', ({ results, expected }) => {
    expect(isConformant(results)).toBe(expected);
  });
});

describe('summaryText', () => {
  const results: ConformanceResult[] = [
    {
      file: 'a.json',
      matched: 5,
      deviations: [{ id: 'one', reason: 'better this way', reference: '1', bridge: '2' }],
      failures: [{ id: 'two', expected: '1', actual: '2' }],
      notYetSupported: [
        { id: 'three', reason: 'later' },
        { id: 'four', reason: 'never' },
        { id: 'five', reason: 'later' },
      ],
    },
    { file: 'longer.json', matched: 600, deviations: [], failures: [] },
    {
      file: 'nearly.json',
      matched: 1_999,
      deviations: [],
      failures: [{ id: 'six', expected: '', actual: '1' }],
    },
    { file: 'empty.json', matched: 0, deviations: [], failures: [] },
  ];

  it('has a line for each file, then the deviations by reason, then each failure', () => {
    expect(summaryText(results, false).split('\n')).toEqual([
      'a.json       5 of 10 matched (50 %), 1 deviations, 3 not yet supported, 1 failures',
      'longer.json  600 of 600 matched (100 %), 0 deviations, 0 not yet supported, 0 failures',
      'nearly.json  1999 of 2000 matched (99.9 %), 0 deviations, 0 not yet supported, 1 failures',
      'empty.json   0 of 0 matched, 0 deviations, 0 not yet supported, 0 failures',
      '',
      'Deliberate deviations',
      '  a.json one: better this way',
      '',
      'Not yet supported',
      '  a.json three, five: later',
      '  a.json four: never',
      '',
      'Failures',
      '  a.json two',
      '    expected "1"',
      '    actual   "2"',
      '  nearly.json six',
      '    expected ""',
      '    actual   "1"',
      '',
      '2604 cases match the reference, but some fail.',
    ]);
  });

  it('is coloured only when it is told to be', () => {
    expect(summaryText(results, true)).toContain('\u001b[');
    expect(summaryText(results, false)).not.toContain('\u001b[');
  });
});

describe('the conformance run', () => {
  it('prints JSON for machines and succeeds', () => {
    const { conformant, results } = JSON.parse(
      execFileSync(process.execPath, [RUN, '--json'], { encoding: 'utf8' }),
    );

    expect(conformant).toBe(true);
    expect(results).toHaveLength(CHECKS.length);
    expect(countMatched(results)).toBeGreaterThanOrEqual(MIN_MATCHED_CASES);
  });

  it('prints the table for the README', async () => {
    const table = execFileSync(process.execPath, [RUN, '--markdown'], { encoding: 'utf8' });

    expect(table).toBe(`${deviationsTable(await runChecks())}\n`);
  });

  it.each([
    { args: [], told: 'Event patterns were not compared: no file was given with --event-patterns.' },
    {
      args: ['--event-patterns', 'no-such-file.json'],
      told: 'Event patterns were not compared: there is no file no-such-file.json.',
    },
  ])('says plainly that event patterns were not compared: $args', ({ args, told }) => {
    const { stdout, status } = spawnSync(process.execPath, [RUN, ...args], { encoding: 'utf8' });

    expect(status).toBe(0);
    expect(stdout).toContain(told);
    expect(stdout).not.toContain('\u001b[');
  });
});
