import { describe, expect, it } from 'vitest';
import { settledWithin } from '../../../infra/kafka/settled-within.ts';

describe('waiting for a promise to settle', () => {
  it.each([
    { how: 'resolves', promise: () => Promise.resolve(), isSettled: true },
    { how: 'rejects', promise: () => Promise.reject(new Error('of no interest')), isSettled: true },
    { how: 'does neither', promise: () => new Promise(() => undefined), isSettled: false },
  ])('ends when it $how', async ({ promise, isSettled }) => {
    expect(await settledWithin(isSettled ? 600_000 : 1, promise())).toBe(isSettled);
  });
});
