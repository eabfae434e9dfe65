import { expect, test } from 'vitest';
import { waitUntil, within } from './wait-until.ts';

const SHORT_MS = 200;

test('what does not come about is told with how far it came, and why', async () => {
  let tries = 0;
  const waiting = waitUntil({
    for: () => `the tide, after ${tries > 0 ? 'some' : 'no'} tries`,
    until: () => {
      tries++;
      throw new Error('no moon');
    },
    patienceMs: SHORT_MS,
  });

  await expect(waiting).rejects.toThrow('Waited 0 s for the tide, after some tries, in vain (no moon).');
});

test('patience begins anew as long as something happens', async () => {
  let figure = 0;

  // More steps than fit into the patience.
  await waitUntil({
    for: () => 'ten steps',
    until: () => ++figure === 10,
    progress: () => figure,
    patienceMs: SHORT_MS,
  });

  expect(figure).toBe(10);
});

test('a promise that does not settle is given up with what it was', async () => {
  await expect(within('a word', new Promise(() => {}), 1)).rejects.toThrow('for a word');
  await expect(within('a word', Promise.resolve('said'), SHORT_MS)).resolves.toBe('said');
});
