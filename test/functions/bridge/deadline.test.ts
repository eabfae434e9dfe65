import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  DeadlineError,
  publishingBudgetMs,
  resolvingSignal,
  settlingBudgetMs,
  startDeadline,
  uploadingSignal,
  withinDeadline,
} from '../../../functions/bridge/deadline.ts';
import { controlTimeouts } from '../../fixtures/abort-signal.ts';

describe('publishingBudgetMs', () => {
  it.each([
    { remainingMs: 60_000, budgetMs: 58_000 },
    { remainingMs: 8_000, budgetMs: 6_000 },
    { remainingMs: 1_000, budgetMs: 750 },
    { remainingMs: 0, budgetMs: 0 },
  ])(
    'keeps time back for settling: of $remainingMs ms, $budgetMs ms may be used',
    ({ remainingMs, budgetMs }) => {
      expect(publishingBudgetMs(remainingMs)).toBe(budgetMs);
    },
  );
});

describe('settlingBudgetMs', () => {
  it.each([
    { remainingMs: 58_000, budgetMs: 57_250 },
    { remainingMs: 2_000, budgetMs: 1_500 },
    { remainingMs: 400, budgetMs: 300 },
    { remainingMs: 0, budgetMs: 0 },
  ])(
    'keeps time back to answer: of $remainingMs ms, $budgetMs ms may be used',
    ({ remainingMs, budgetMs }) => {
      expect(settlingBudgetMs(remainingMs)).toBe(budgetMs);
    },
  );
});

describe('startDeadline', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells how much is left', () => {
    const deadline = startDeadline(1_000, Date.now);

    vi.advanceTimersByTime(400);

    expect(deadline.remainingMs()).toBe(600);
    expect(deadline.hasCome()).toBe(false);
    expect(deadline.signal.aborted).toBe(false);
  });

  it('aborts what is under way when it comes', () => {
    const deadline = startDeadline(1_000, Date.now);

    vi.advanceTimersByTime(1_000);

    expect(deadline.remainingMs()).toBe(0);
    expect(deadline.hasCome()).toBe(true);
    expect(deadline.signal.reason).toBeInstanceOf(DeadlineError);
    expect(deadline.signal.reason).toMatchObject({
      name: 'DeadlineError',
      message: 'The invocation is about to run out of time.',
    });
  });

  it('has come by the clock even when its timer is late, as when decoding blocks the thread', () => {
    let nowMs = 5_000;
    const deadline = startDeadline(1_000, () => nowMs);

    nowMs = 6_000;

    expect(deadline.hasCome()).toBe(true);
    expect(deadline.signal.aborted).toBe(false);
    deadline.end();
  });

  it('has come at once when there is no time at all', () => {
    const deadline = startDeadline(-500, Date.now);

    expect(deadline.hasCome()).toBe(true);
    expect(deadline.remainingMs()).toBe(0);
    deadline.end();
  });

  it('stays come when the clock is set back', () => {
    let nowMs = 5_000;
    const deadline = startDeadline(1_000, () => nowMs);
    nowMs = 6_000;
    deadline.hasCome();

    nowMs = 5_500;

    expect(deadline.hasCome()).toBe(true);
    deadline.end();
  });

  it('leaves no timer and nothing under way behind when it ends', () => {
    const deadline = startDeadline(1_000, Date.now);

    deadline.end();

    expect(vi.getTimerCount()).toBe(0);
    expect(deadline.signal.aborted).toBe(true);
  });
});

describe('a task within a deadline', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('has its time, and answers', async () => {
    const remainingMs = await withinDeadline(1_000, Date.now, async (deadline) => deadline.remainingMs());

    expect(remainingMs).toBe(1_000);
  });

  it.each(['answers', 'fails'])('leaves no timer and nothing under way behind when it %s', async (end) => {
    let signal: AbortSignal | undefined;
    const task = withinDeadline(1_000, Date.now, async (deadline) => {
      signal = deadline.signal;
      if (end === 'fails') throw new Error('a defect');
    });

    await (end === 'fails' ? expect(task).rejects.toThrow('a defect') : task);
    expect(signal?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('resolvingSignal', () => {
  const deadlineOf = (budgetMs: number) => startDeadline(budgetMs, () => 0);

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('is aborted when half of the time is up, so that there is time to send what has its schemas', () => {
    const { timeOut, timeoutsMs } = controlTimeouts();
    const deadline = deadlineOf(58_001);
    const signal = resolvingSignal(deadline);
    const isAbortedBefore = signal.aborted;

    timeOut();

    expect([isAbortedBefore, signal.aborted, deadline.hasCome()]).toEqual([false, true, false]);
    expect(timeoutsMs).toEqual([29_000]);
    deadline.end();
  });

  it('is aborted with the deadline', () => {
    const deadline = deadlineOf(60_000);
    const signal = resolvingSignal(deadline);

    deadline.end();

    expect(signal.reason).toBeInstanceOf(DeadlineError);
  });
});

describe('uploadingSignal', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    { budgetMs: 3_001, timeoutMs: 1_500, of: 'half of the time that is left' },
    { budgetMs: 800_000, timeoutMs: 10_000, of: 'ten seconds, however much is left' },
  ])('is aborted after $of', ({ budgetMs, timeoutMs }) => {
    const { timeOut, timeoutsMs } = controlTimeouts();
    const deadline = startDeadline(budgetMs, () => 0);
    const signal = uploadingSignal(deadline);
    const isAbortedBefore = signal.aborted;

    timeOut();

    expect([isAbortedBefore, signal.aborted, deadline.hasCome()]).toEqual([false, true, false]);
    expect(timeoutsMs).toEqual([timeoutMs]);
    deadline.end();
  });

  it('is aborted with the deadline', () => {
    const deadline = startDeadline(60_000, () => 0);
    const signal = uploadingSignal(deadline);

    deadline.end();

    expect(signal.reason).toBeInstanceOf(DeadlineError);
  });
});
