import { expect, it } from 'vitest';
import { clock, figure, rate, seconds } from '../../../../infra/local/view/figures.ts';

it.each([
  [0, 7, '0'],
  [1_234, 7, '1,234'],
  [123_456, 7, '123,456'],
  [1_234_567, 7, '1.2M'],
  [1_234_567, 9, '1,234,567'],
  [98_765_432_109, 10, '98.8B'],
])('writes %i in %i columns as %s', (value, columns, text) => {
  expect(figure(value, columns)).toBe(text);
});

it.each([
  [undefined, '–'],
  [0, '0/s'],
  [0.003, '0.1/s'],
  [4.66, '4.7/s'],
  [9.96, '10/s'],
  [1_234.4, '1,234/s'],
  [123_456, '123.5K/s'],
])('writes a rate of %s as %s', (perSecond, text) => {
  expect(rate(perSecond, '1,234/s'.length)).toBe(text);
});

it.each([
  [0, '0.0 s'],
  [640, '0.6 s'],
  [9_960, '10 s'],
  [32_400, '32 s'],
])('writes %i ms as %s', (ms, text) => {
  expect(seconds(ms)).toBe(text);
});

it.each([
  [0, '0:00'],
  [14_999, '0:14'],
  [600_000, '10:00'],
  [3_725_000, '1:02:05'],
  [360_000_000, '100:00:00'],
])('writes %i ms on a clock as %s', (ms, text) => {
  expect(clock(ms)).toBe(text);
});
