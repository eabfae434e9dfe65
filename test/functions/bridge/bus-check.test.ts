import { describe, expect, it, vi } from 'vitest';
import { BusCheck, type DescribeBus } from '../../../functions/bridge/bus-check.ts';

const START_MS = 1_700_000_000_000;
const SIGNAL = new AbortController().signal;

type Answer = Awaited<ReturnType<DescribeBus>>;

/** A check whose bus answers one after the other, the last answer for good. */
function checkOf(...answers: Answer[]) {
  const clock = { nowMs: START_MS };
  const last = answers.at(-1) ?? 'unknown';
  const describeBus = vi.fn<DescribeBus>(async () => answers.shift() ?? last);
  const check = new BusCheck(describeBus, () => clock.nowMs);
  return {
    clock,
    describeBus,
    failure: () => check.failure(SIGNAL),
  };
}

describe('BusCheck', () => {
  it.each(['exists', 'denied', 'unknown'] as const)(
    'lets events be sent when the answer is "%s"',
    async (answer) => {
      expect(await checkOf(answer).failure()).toBeUndefined();
    },
  );

  it('keeps events from a missing bus, which would take and drop them', async () => {
    expect(await checkOf('missing').failure()).toEqual({
      code: 'EVENT_BUS_MISSING',
      message: 'The event bus does not exist; EventBridge would take the events and drop them.',
    });
  });

  it.each([
    { answer: 'exists', lifetimeMs: 300_000 },
    { answer: 'unknown', lifetimeMs: 30_000 },
  ] as const)(
    'asks again $lifetimeMs ms after the answer "$answer", and not before',
    async ({ answer, lifetimeMs }) => {
      // Prepare
      const { failure, describeBus, clock } = checkOf(answer, 'missing');
      await failure();

      // Act
      clock.nowMs += lifetimeMs - 1;
      const before = await failure();
      const askedBefore = describeBus.mock.calls.length;
      clock.nowMs += 1;
      const after = await failure();

      // Assess
      expect([before, askedBefore]).toEqual([undefined, 1]);
      expect(after).toMatchObject({ code: 'EVENT_BUS_MISSING' });
    },
  );

  it('counts the lifetime of an answer from when it came', async () => {
    // Prepare
    const clock = { nowMs: START_MS };
    const describeBus = vi.fn<DescribeBus>(async () => {
      clock.nowMs += 2_000;
      return 'unknown';
    });
    const check = new BusCheck(describeBus, () => clock.nowMs);

    // Act
    await check.failure(SIGNAL);
    clock.nowMs += 29_999;
    await check.failure(SIGNAL);

    // Assess
    expect(describeBus).toHaveBeenCalledTimes(1);
  });

  it('asks again when the clock was set back, which tells nothing of the age of an answer', async () => {
    const { failure, clock } = checkOf('exists', 'missing');
    await failure();

    clock.nowMs -= 1;

    expect(await failure()).toMatchObject({ code: 'EVENT_BUS_MISSING' });
  });

  it('never asks again once the role was denied to ask', async () => {
    const { failure, describeBus, clock } = checkOf('denied', 'missing');
    await failure();

    clock.nowMs += 10 * 365 * 24 * 3_600_000;

    expect(await failure()).toBeUndefined();
    expect(describeBus).toHaveBeenCalledTimes(1);
  });

  it('asks for a missing bus every time, so that events flow as soon as it is created', async () => {
    const { failure, describeBus } = checkOf('missing', 'missing', 'exists');

    expect([await failure(), await failure(), await failure()].map((found) => found?.code)).toEqual([
      'EVENT_BUS_MISSING',
      'EVENT_BUS_MISSING',
      undefined,
    ]);
    expect(describeBus).toHaveBeenCalledTimes(3);
  });

  it('passes the signal of the deadline on', async () => {
    const { failure, describeBus } = checkOf('exists');

    await failure();

    expect(describeBus).toHaveBeenCalledExactlyOnceWith(SIGNAL);
  });
});
