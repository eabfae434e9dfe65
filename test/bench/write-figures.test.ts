import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BENCHMARKS_FILE, withFigures } from './write-figures.ts';

const document = readFileSync(BENCHMARKS_FILE, 'utf8');

test('figures of a run take the place of those before, and nothing else changes', () => {
  const first = withFigures(document, 'FIRST $1 FIGURES');
  const second = withFigures(first, 'SECOND FIGURES');

  expect(first).toContain('\nFIRST $1 FIGURES\n');
  expect(second).not.toContain('FIRST');
  expect(withFigures(second, 'FIRST $1 FIGURES')).toBe(first);
  expect(second.split('## Figures')[0]).toBe(document.split('## Figures')[0]);
});

test('a page without the markers is not touched', () => {
  expect(() => withFigures('# Benchmarks', '')).toThrow('lost the markers');
});
