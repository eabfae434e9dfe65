import { expect, it } from 'vitest';
import { counted } from '../../../infra/command-line/counted.ts';

it.each([
  [0, '0 records'],
  [1, '1 record'],
  [1_250, '1,250 records'],
])('counts %i as %s', (value, text) => {
  expect(counted(value, 'record')).toBe(text);
});

it.each([
  [1, '1 entry'],
  [2, '2 entries'],
])('counts %i of what makes its plural otherwise as %s', (value, text) => {
  expect(counted(value, 'entry', 'entries')).toBe(text);
});
