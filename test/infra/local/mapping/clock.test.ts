import { expect, test } from 'vitest';
import { SYSTEM_CLOCK } from '../../../../infra/local/mapping/clock.ts';

const HOUR_MS = 3_600_000;

test('a sleep ends when its time is over', async () => {
  await expect(SYSTEM_CLOCK.sleep(1, new AbortController().signal)).resolves.toBeUndefined();
});

test('a sleep ends at once when it is ended', async () => {
  const ending = new AbortController();
  const sleeping = SYSTEM_CLOCK.sleep(HOUR_MS, ending.signal);
  ending.abort();
  await expect(sleeping).resolves.toBeUndefined();
});

test('a sleep that was ended before does not begin', async () => {
  await expect(SYSTEM_CLOCK.sleep(HOUR_MS, AbortSignal.abort())).resolves.toBeUndefined();
});
