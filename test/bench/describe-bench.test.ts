import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { BenchResult } from './bench.ts';
import { describeBench } from './describe-bench.ts';
import { markdown } from './markdown.ts';
import { spreadOf } from './statistics.ts';

const RESULT: BenchResult = {
  machine: {
    processor: 'A processor',
    cores: 2,
    memoryGb: 8,
    system: 'Linux 6 x64',
    node: 'v24.0.0',
    date: '2026-03-02T09:15:00.000Z',
    commit: '1234567',
  },
  samples: 3,
  isSmoke: false,
  tables: [
    {
      title: 'Requests',
      about: 'Ten orders a request.',
      columns: [
        { title: 'CPU ms', unit: 'ms' },
        { title: 'times bare', unit: '×' },
      ],
      rows: [
        { name: 'bridge', cells: [spreadOf([0.2, 0.2, 0.3]), spreadOf([1.5, 1.5, 1.5])] },
        { name: 'sdk', cells: [12, undefined] },
      ],
    },
  ],
  targets: [
    { name: 'a request', bound: 'at most', limit: 1.6, unit: '×', measured: spreadOf([1.5, 1.5, 1.5]) },
    { name: 'the artefact', bound: 'at most', limit: 450, unit: 'kB', measured: 612 },
  ],
  milliseconds: 61_000,
};

test('a result is told in tables, targets and where it was measured', () => {
  const lines = stripVTControlCharacters(describeBench(RESULT)).split('\n');

  expect(lines).toContain('                     CPU ms  times bare');
  expect(lines).toContain('bridge  0.200 (0.200–0.250)        1.50');
  expect(lines).toContain('sdk                    12.0            ');
  expect(lines).toContain('met      1.50 ×, at most 1.6: a request');
  expect(lines).toContain('not met  612 kB, at most 450: the artefact');
  expect(lines).toContain('1 of 2 targets met. Medians of 3 samples, in brackets the middle half of them.');
  expect(lines.at(-1)).toBe(
    'A processor, 2 cores, 8 GB, Linux 6 x64, Node v24.0.0, 2026-03-02, commit 1234567; 61 s',
  );
});

test('a smoke run says nothing of targets', () => {
  const text = describeBench({ ...RESULT, isSmoke: true });

  expect(text).not.toContain('met ');
  expect(text).toContain('Everything works');
});

test('the same is to be had as Markdown', () => {
  const lines = markdown(RESULT).split('\n');

  expect(lines).toContain('| bridge | 0.200 (0.200–0.250) | 1.50 |');
  expect(lines).toContain('| the artefact | 612 kB | at most 450 | **not met** |');
});
