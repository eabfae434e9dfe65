import { describe, expect, it } from 'vitest';
import { ServerClock } from '../../../../../functions/bridge/aws/wire/server-clock.ts';

const HOUR_MS = 60 * 60 * 1_000;
const START_MS = Date.UTC(2026, 10, 21, 17, 21, 35, 999);

function answer(headers: Readonly<Record<string, string>>) {
  return { status: 200, headers, body: Buffer.alloc(0) };
}

describe('ServerClock', () => {
  it('writes the time by the second, in UTC', () => {
    let nowMs = START_MS;
    const clock = new ServerClock(() => nowMs);
    const dates = [0, 1, 1_000, -1, -60_000].map((elapsedMs) => {
      nowMs = START_MS + elapsedMs;
      return clock.amzDate();
    });

    expect(dates).toEqual([
      '20261121T172135Z',
      '20261121T172136Z',
      '20261121T172136Z',
      '20261121T172135Z',
      '20261121T172035Z',
    ]);
  });

  it.each([
    { what: 'an hour ahead', date: new Date(START_MS + HOUR_MS).toUTCString(), expected: '20261121T182135Z' },
    {
      what: 'an hour behind',
      date: new Date(START_MS - HOUR_MS).toUTCString(),
      expected: '20261121T162135Z',
    },
    { what: 'not readable', date: 'soon', expected: '20261121T172135Z' },
  ])('goes by the clock of the service, here $what', ({ date, expected }) => {
    const clock = new ServerClock(() => START_MS);

    clock.learn(answer({ date }), START_MS);

    expect(clock.amzDate()).toBe(expected);
  });

  it('learns anew from every answer', () => {
    const clock = new ServerClock(() => START_MS);

    clock.learn(answer({ date: new Date(START_MS + HOUR_MS).toUTCString() }), START_MS);
    clock.learn(answer({ date: new Date(START_MS).toUTCString() }), START_MS);

    expect(clock.amzDate()).toBe('20261121T172135Z');
  });

  it.each([
    { what: 'out of a cache', headers: { age: '0' }, tookMs: 0 },
    { what: 'after more than a quarter of an hour', headers: {}, tookMs: HOUR_MS / 4 + 1 },
    { what: 'without a date', headers: { date: undefined }, tookMs: 0 },
  ])('learns nothing from an answer $what', ({ headers, tookMs }) => {
    const clock = new ServerClock(() => START_MS);
    const date = new Date(START_MS + HOUR_MS).toUTCString();

    clock.learn(answer({ date, ...headers } as Record<string, string>), START_MS - tookMs);

    expect(clock.amzDate()).toBe('20261121T172135Z');
  });
});
