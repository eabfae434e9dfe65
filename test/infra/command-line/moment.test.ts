import { expect, it } from 'vitest';
import { momentMs } from '../../../infra/command-line/moment.ts';

it.each([
  ['2026-11-20', Date.UTC(2026, 10, 20)],
  ['2026-11-20T08:30Z', Date.UTC(2026, 10, 20, 8, 30)],
  ['2026-11-20T08:30:15.250+02:00', Date.UTC(2026, 10, 20, 6, 30, 15, 250)],
  ['2026-11-20T08:30:00', undefined],
  ['2026-13-01', undefined],
  ['20.11.2026', undefined],
  ['1795281868530', undefined],
  ['', undefined],
])('a moment written as "%s" is %s', (text, expected) => {
  expect(momentMs(text)).toBe(expected);
});
