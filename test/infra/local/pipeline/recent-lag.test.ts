import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RecentLag } from '../../../../infra/local/pipeline/recent-lag.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Brokers that answer when they are told to. */
function brokers() {
  const questions: PromiseWithResolvers<number>[] = [];
  const lag = new RecentLag(() => {
    const question = Promise.withResolvers<number>();
    questions.push(question);
    return question.promise;
  });
  return { questions, lag };
}

test('a snapshot waits for nobody, and does not ask each time', async () => {
  const { questions, lag } = brokers();

  expect([lag.latest, lag.latest]).toEqual([0, 0]);
  expect(questions).toHaveLength(1);
  questions[0]?.resolve(7);
  await vi.waitFor(() => expect(lag.latest).toBe(7));
  expect(questions).toHaveLength(1);

  vi.advanceTimersByTime(500);
  expect(lag.latest).toBe(7);
  expect(questions).toHaveLength(2);
});

test('the last one is what it is now, not what was asked before', async () => {
  const { questions, lag } = brokers();
  expect(lag.latest).toBe(0);
  const updated = lag.update();
  questions[0]?.resolve(52);
  await vi.waitFor(() => expect(questions).toHaveLength(2));
  questions[1]?.resolve(3);
  await updated;

  expect(lag.latest).toBe(3);
});

test('what was found stays while nobody answers', async () => {
  const ask = vi
    .fn<() => Promise<number>>()
    .mockResolvedValueOnce(7)
    .mockRejectedValueOnce(new Error('no broker'));
  const lag = new RecentLag(ask);
  await lag.update();
  await lag.update();

  expect(lag.latest).toBe(7);
  expect(ask).toHaveBeenCalledTimes(2);
});
