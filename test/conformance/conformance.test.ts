import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { CHECKS, countMatched, isConformant, MIN_MATCHED_CASES } from './checks.ts';
import type { ConformanceResult } from './result.ts';
import { summaryText } from './summary.ts';

const RUN = 'test/conformance/run.ts';

describe.each(CHECKS.map((check) => ({ check, name: check.name })))('$name', ({ check }) => {
  it('finds that every case matches the reference, or deviates for a reason that is given', () => {
    const { matched, deviations, failures, notYetSupported = [] } = check();

    expect(failures).toEqual([]);
    expect(matched).toBeGreaterThan(0);
    for (const { reason } of [...deviations, ...notYetSupported]) expect(reason.length).toBeGreaterThan(10);
  });

  it('accounts for every case of its file, once', () => {
    const { matched, deviations, failures, notYetSupported = [], file } = check();
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
};

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
      deviations: [{ id: 'one', reason: 'better this way' }],
      failures: [{ id: 'two', expected: '1', actual: '2' }],
      notYetSupported: [{ id: 'three', reason: 'later' }],
    },
    { file: 'longer.json', matched: 400, deviations: [], failures: [] },
  ];

  it('has a line for each file, then each deviation with its reason, then each failure', () => {
    expect(summaryText(results, false).split('\n')).toEqual([
      'a.json       5 matched, 1 deviations, 1 not yet supported, 1 failures',
      'longer.json  400 matched, 0 deviations, 0 not yet supported, 0 failures',
      '',
      'Deliberate deviations',
      '  a.json one: better this way',
      '',
      'Not yet supported',
      '  a.json three: later',
      '',
      'Failures',
      '  a.json two',
      '    expected "1"',
      '    actual   "2"',
      '',
      '405 cases match the reference, but some fail.',
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
