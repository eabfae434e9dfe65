import { describe, expect, it } from 'vitest';
import { eventTimeMs, timeAt } from '../../../../functions/bridge/mapping/event-time.ts';

function timeIn(json: string): number | undefined {
  const bytes = Buffer.from(json);
  return timeAt([{ kind: 'member', name: 'at' }])(bytes, 0, bytes.length);
}

/** In readable form. */
function instantIn(json: string): string | undefined {
  const ms = timeIn(json);
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

describe('timeAt', () => {
  it.each([
    { at: '2026-01-02T03:04:05Z', time: '2026-01-02T03:04:05.000Z' },
    { at: '2026-01-02T03:04:05.678Z', time: '2026-01-02T03:04:05.678Z' },
    { at: '2026-01-02T03:04:05.6Z', time: '2026-01-02T03:04:05.600Z' },
    { at: '2026-01-02T03:04:05.678999999Z', time: '2026-01-02T03:04:05.678Z' },
    { at: '2026-01-02T03:04:05,678Z', time: '2026-01-02T03:04:05.678Z' },
    { at: '2026-01-02T03:04Z', time: '2026-01-02T03:04:00.000Z' },
    { at: '2026-01-02t03:04:05z', time: '2026-01-02T03:04:05.000Z' },
    { at: '2026-01-02 03:04:05Z', time: '2026-01-02T03:04:05.000Z' },
    { at: '2026-01-02T03:04:05+02:00', time: '2026-01-02T01:04:05.000Z' },
    { at: '2026-01-02T03:04:05-0530', time: '2026-01-02T08:34:05.000Z' },
    { at: '2026-01-02T03:04:05+01', time: '2026-01-02T02:04:05.000Z' },
    { at: '2024-02-29T00:00:00Z', time: '2024-02-29T00:00:00.000Z' },
    { at: '1970-01-01T00:00:00Z', time: '1970-01-01T00:00:00.000Z' },
    { at: '9999-12-31T23:59:59.999Z', time: '9999-12-31T23:59:59.999Z' },
  ])('reads the text $at', ({ at, time }) => {
    expect(instantIn(JSON.stringify({ at }))).toBe(time);
  });

  it.each([
    { number: '0', time: '1970-01-01T00:00:00.000Z' },
    { number: '1700000000', time: '2023-11-14T22:13:20.000Z' },
    { number: '1700000000.123', time: '2023-11-14T22:13:20.123Z' },
    { number: '1.7E9', time: '2023-11-14T22:13:20.000Z' },
    { number: '99999999999', time: '5138-11-16T09:46:39.000Z' },
    { number: '100000000000', time: '1973-03-03T09:46:40.000Z' },
    { number: '1700000000123', time: '2023-11-14T22:13:20.123Z' },
    { number: '99999999999999', time: '5138-11-16T09:46:39.999Z' },
    { number: '100000000000000', time: '1973-03-03T09:46:40.000Z' },
    { number: '1700000000123456', time: '2023-11-14T22:13:20.123Z' },
    { number: '100000000000000000', time: '1973-03-03T09:46:40.000Z' },
    { number: '1700000000123456789', time: '2023-11-14T22:13:20.123Z' },
  ])('reads the number $number by its size', ({ number, time }) => {
    expect(instantIn(`{"at":${number}}`)).toBe(time);
  });

  it.each([
    '{}',
    'null',
    '"2026-01-02T03:04:05Z"',
    '{"at":null}',
    '{"at":true}',
    '{"at":{}}',
    '{"at":["2026-01-02T03:04:05Z"]}',
    '{"at":""}',
    '{"at":"yesterday"}',
    '{"at":"2026"}',
    '{"at":"2026-01-02"}',
    // Nobody knows where.
    '{"at":"2026-01-02T03:04:05"}',
    '{"at":"2026-13-02T03:04:05Z"}',
    '{"at":"2026-02-30T03:04:05Z"}',
    '{"at":"2026-01-02T24:00:00Z"}',
    '{"at":"2026-01-02T03:60:05Z"}',
    '{"at":"2026-01-02T03:04:60Z"}',
    '{"at":"2026-01-02T03:04:05+19:00"}',
    '{"at":"2026-01-02T03:04:05+01:60"}',
    '{"at":"1969-12-31T23:59:59Z"}',
    '{"at":"9999-12-31T23:59:59-01:00"}',
    '{"at":"1700000000"}',
    '{"at":-1}',
    '{"at":1e400}',
    '{"at":1e30}',
  ])('finds none in %s', (json) => {
    expect(timeIn(json)).toBeUndefined();
  });
});

describe('eventTimeMs', () => {
  it.each([
    { ms: 0, expected: 0 },
    { ms: 253_402_300_799_999, expected: 253_402_300_799_999 },
    { ms: 253_402_300_800_000, expected: undefined },
    { ms: -1, expected: undefined },
    { ms: Number.NaN, expected: undefined },
    { ms: null, expected: undefined },
  ])('of $ms is $expected', ({ ms, expected }) => {
    expect(eventTimeMs(ms)).toBe(expected);
  });
});
