import { describe, expect, it } from 'vitest';
import type { FailedRecord } from '../../../functions/redrive/failed-record.ts';
import { recordId } from '../../../infra/redrive/record-id.ts';
import { failedRecord } from './documents.ts';

const MEMBERS = { timestamp: 1, key: 'aw==', value: 'dg==' };
const idOf = (overrides: Partial<FailedRecord> = {}) =>
  recordId(failedRecord({ record: MEMBERS, ...overrides }));

describe('the id of a record', () => {
  it('is the same for every letter of it', () => {
    expect(idOf({ code: 'FRAME_INVALID', time: '2027-01-01T00:00:00Z' })).toBe(idOf());
  });

  it.each<Partial<FailedRecord>>([
    { eventSource: 'SelfManagedKafka' },
    { eventSourceArn: null },
    { topic: 'refunds' },
    { partition: 1 },
    { offset: 1 },
    { record: { ...MEMBERS, timestamp: 2 } },
    { record: { ...MEMBERS, key: 'aQ==' } },
    { record: { ...MEMBERS, value: null } },
  ])('is another with %j', (difference) => {
    expect(idOf(difference)).not.toBe(idOf());
  });

  it.each([
    [
      { timestamp: -1, value: 'dg==' },
      { timestamp: null, key: null, value: 'dg==' },
    ],
    [{ timestamp: 1, key: '', value: '' }, { timestamp: 1 }],
  ])('does not depend on how what is missing is written: %j, %j', (one, other) => {
    expect(idOf({ record: one })).toBe(idOf({ record: other }));
  });

  it('tells a place from another however it is cut', () => {
    expect(idOf({ topic: 'a-1', partition: 1 })).not.toBe(idOf({ topic: 'a', partition: 11 }));
  });

  it.each([null, 'text', { value: 5 }, { key: {} }, { timestamp: '1' }])(
    'is none for a record of another shape: %j',
    (record) => {
      expect(idOf({ record })).toBeUndefined();
    },
  );
});
