import { describe, expect, it } from 'vitest';
import { Bell } from '../../../infra/kafka/bell.ts';

const LONG_MS = 600_000;

describe('a bell', () => {
  it('wakes all who wait, once', async () => {
    const bell = new Bell();
    const both = [bell.heard(LONG_MS), bell.heard(LONG_MS)];
    bell.ring();
    bell.ring();

    expect(await Promise.all(both)).toEqual([undefined, undefined]);
  });

  it('is not waited for longer than its time', async () => {
    expect(await new Bell().heard(1)).toBeUndefined();
  });

  it('is not waited for when the signal is aborted, before or meanwhile', async () => {
    const controller = new AbortController();
    const waiting = new Bell().heard(LONG_MS, controller.signal);
    controller.abort();

    expect(await waiting).toBeUndefined();
    expect(await new Bell().heard(LONG_MS, controller.signal)).toBeUndefined();
  });
});
