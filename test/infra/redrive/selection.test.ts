import { expect, it } from 'vitest';
import { isSelected, type Selection } from '../../../infra/redrive/selection.ts';

const ALL: Selection = { topics: [], codes: [], sinceMs: undefined, untilMs: undefined };
const RECORD = { topic: 'orders', code: 'PAYLOAD_INVALID', time: '2026-11-20T08:00:00.000Z' };
const TIME_MS = Date.parse(RECORD.time);

it.each<[Partial<Selection>, boolean]>([
  [{}, true],
  [{ topics: ['refunds', 'orders'] }, true],
  [{ topics: ['order'] }, false],
  [{ codes: ['PAYLOAD_INVALID'] }, true],
  [{ codes: ['payload_invalid'] }, false],
  [{ sinceMs: TIME_MS }, true],
  [{ sinceMs: TIME_MS + 1 }, false],
  [{ untilMs: TIME_MS }, false],
  [{ untilMs: TIME_MS + 1 }, true],
  [{ topics: ['orders'], codes: ['FRAME_INVALID'] }, false],
])('with %j a record is selected: %j', (selection, expected) => {
  expect(isSelected({ ...ALL, ...selection }, RECORD)).toBe(expected);
});

it('leaves a record out of every span of time when its time cannot be read', () => {
  const record = { ...RECORD, time: 'yesterday' };

  expect(isSelected(ALL, record)).toBe(true);
  expect(isSelected({ ...ALL, sinceMs: 0 }, record)).toBe(false);
  expect(isSelected({ ...ALL, untilMs: Number.MAX_SAFE_INTEGER }, record)).toBe(false);
});
