import { expect, test } from 'vitest';
import { figureText } from './figure-text.ts';
import { spreadOf } from './statistics.ts';
import type { Cell, Unit } from './table.ts';

test.each<[Cell, Unit, string]>([
  [undefined, '×', ''],
  [47_123.4, 'records/s', '47,123'],
  [0.2034, 'ms', '0.203'],
  [12.34, 'ms', '12.3'],
  [1.588, '×', '1.59'],
  [450, 'kB', '450'],
  [1_234.5, 'µs', '1,235'],
  [27, 'count', '27'],
  [spreadOf([1, 2, 3]), '×', '2.00 (1.50–2.50)'],
  [spreadOf([1, 1, 1]), '×', '1.00'],
])('%j in %s is written %s', (cell, unit, text) => {
  expect(figureText(cell, unit)).toBe(text);
});
