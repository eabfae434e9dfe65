import { afterEach, describe, expect, it, vi } from 'vitest';
import { startDeadline } from '../../../functions/bridge/deadline.ts';
import { packEntries } from '../../../functions/bridge/pack.ts';
import { publish } from '../../../functions/bridge/publish.ts';
import type { BridgeEntry } from '../../../functions/bridge/wrap.ts';
import { bridgeEntries } from '../../fixtures/bridge-entry.ts';
import { deliveryPorts, endings, paceOf, requestsOf, requestsTo } from '../../fixtures/delivery-ports.ts';
import { type BusAnswer, FakeEventBus, serviceError } from '../../fixtures/event-bus.ts';
import { fixedDeadline, interruptibleSleep } from '../../fixtures/time.ts';

const SETTINGS = { maxRetries: 2, retryDelayMs: 200 };

describe('publish', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('sends every request and tells of every entry', async () => {
    // Prepare
    const bus = new FakeEventBus();
    const { ports, told } = deliveryPorts(bus);
    const [a, b] = [bridgeEntries(4).slice(0, 2), bridgeEntries(4).slice(2)];

    // Act
    const report = await publish(requestsOf([a, b]), SETTINGS, ports);

    // Assess
    expect(requestsTo(bus)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(endings(told)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(report).toEqual({ requests: 2, bytes: 400, throttled: 0, latenciesMs: [0, 0] });
  });

  it('sends nothing for nothing', async () => {
    const bus = new FakeEventBus();

    expect(await publish(requestsOf([]), SETTINGS, deliveryPorts(bus).ports)).toMatchObject({
      requests: 0,
      bytes: 0,
    });
  });

  it.each([1, 3, 16])(
    'has up to %i requests under way, reaches that and never exceeds it',
    async (maxConcurrency) => {
      // Prepare
      vi.useFakeTimers();
      const script = Array.from(
        { length: 40 },
        (_, number): BusAnswer => ({ kind: 'slow', ms: 10 + (number % 7) }),
      );
      const bus = new FakeEventBus(script);
      const { ports, told } = deliveryPorts(bus, { pace: paceOf({ maxConcurrency }) });

      // Act
      const publishing = publish(requestsOf(bridgeEntries(40).map((entry) => [entry])), SETTINGS, ports);
      await vi.runAllTimersAsync();
      await publishing;

      // Assess
      expect(bus.mostUnderWay).toBe(maxConcurrency);
      expect(endings(told)).toEqual(Array(40).fill('sent'));
    },
  );

  it('asks for a request only when one of the concurrent senders is free', async () => {
    // Prepare
    vi.useFakeTimers();
    const bus = new FakeEventBus([
      { kind: 'slow', ms: 10 },
      { kind: 'slow', ms: 10 },
    ]);
    let pulled = 0;
    function* requests(): Generator<BridgeEntry[]> {
      for (const entry of bridgeEntries(6)) {
        pulled++;
        yield [entry];
      }
    }

    // Act
    const publishing = publish(
      requestsOf(requests()),
      SETTINGS,
      deliveryPorts(bus, { pace: paceOf({ maxConcurrency: 2 }) }).ports,
    );
    await vi.advanceTimersByTimeAsync(5);
    const pulledWhileBusy = pulled;
    await vi.runAllTimersAsync();
    await publishing;

    // Assess
    expect(pulledWhileBusy).toBe(2);
    expect(pulled).toBe(6);
  });

  it('goes on with the next request when one could not be delivered', async () => {
    const bus = new FakeEventBus([{ kind: 'error', error: serviceError('AccessDeniedException', 400) }]);
    const { ports, told } = deliveryPorts(bus);

    await publish(requestsOf(bridgeEntries(2).map((entry) => [entry])), SETTINGS, ports);

    expect(endings(told)).toEqual(['PUT_EVENTS_DENIED', 'sent']);
  });

  it('starts nothing when the deadline has come', async () => {
    const bus = new FakeEventBus();
    const { ports, told } = deliveryPorts(bus, { deadline: fixedDeadline(true) });

    const report = await publish(requestsOf([bridgeEntries(1)]), SETTINGS, ports);

    expect(report.requests).toBe(0);
    expect(told.size).toBe(0);
  });

  it('does not send the last, partial request of the packer when the deadline came while it was packed', async () => {
    // Prepare
    let hasCome = false;
    const bus = new FakeEventBus();
    const { ports, told } = deliveryPorts(bus, {
      deadline: { ...fixedDeadline(), hasCome: () => hasCome },
    });
    function* entriesUntilTheDeadline(): Generator<BridgeEntry> {
      yield* bridgeEntries(13);
      hasCome = true;
    }
    const requests = packEntries(entriesUntilTheDeadline(), { maxEntries: 10, maxBytes: 10_000 });

    // Act
    await publish(requestsOf(requests), SETTINGS, ports);

    // Assess
    expect(requestsTo(bus).map((request) => request.length)).toEqual([10]);
    expect(endings(told)).toEqual([...Array(10).fill('sent'), ...Array(3).fill('DEADLINE')]);
  });

  it('stops at the deadline: aborts what is under way, tells of it, and pulls no further request', async () => {
    // Prepare
    vi.useFakeTimers();
    const startMs = Date.now();
    const bus = new FakeEventBus([{ kind: 'hang', isTaken: false }]);
    const deadline = startDeadline(1_000, Date.now);
    const { ports, told } = deliveryPorts(bus, { deadline, now: Date.now, sleep: interruptibleSleep });
    const requests = bridgeEntries(3).map((entry) => [entry]);

    // Act
    const publishing = publish(requestsOf(requests), SETTINGS, ports);
    await vi.runAllTimersAsync();
    await publishing;

    // Assess
    expect(Date.now() - startMs).toBe(1_000);
    expect(bus.requests).toHaveLength(1);
    expect(told).toEqual(
      new Map([
        [
          0,
          {
            code: 'DEADLINE',
            message:
              'No time for another attempt after PUT_EVENTS_UNAVAILABLE: AbortError (no answer): Request aborted',
            attempts: 1,
          },
        ],
      ]),
    );
  });

  it('lets a defect of its caller through instead of hiding it', async () => {
    const { ports } = deliveryPorts(new FakeEventBus(), {
      onSent: () => {
        throw new Error('a second outcome');
      },
    });

    await expect(publish(requestsOf([bridgeEntries(1)]), SETTINGS, ports)).rejects.toThrow(
      'a second outcome',
    );
  });
});
