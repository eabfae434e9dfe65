import { setImmediate as endOfTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDeadline } from '../../../functions/bridge/deadline.ts';
import { Uploads } from '../../../functions/bridge/offload/uploads.ts';
import { packEntries } from '../../../functions/bridge/pack.ts';
import { publish } from '../../../functions/bridge/publish.ts';
import type { BridgeEntry } from '../../../functions/bridge/wrap.ts';
import { bridgeEntries, bridgeEntry } from '../../fixtures/bridge-entry.ts';
import { deliveryPorts, endings, paceOf, requestsOf, requestsTo } from '../../fixtures/delivery-ports.ts';
import { type BusAnswer, FakeEventBus, serviceError } from '../../fixtures/event-bus.ts';
import { FakeBucket, objectOf } from '../../fixtures/offloading.ts';
import { fixedDeadline, interruptibleSleep } from '../../fixtures/time.ts';

/** When all that an answer brings about at once is done. */
const nextTick = promisify(process.nextTick);

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
    expect(report).toStrictEqual({
      requests: 2,
      bytes: 400,
      throttled: 0,
      latenciesMs: [0, 0],
      stoppedBy: undefined,
    });
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

  it('makes the requests for all answers that have come in one go', async () => {
    // Prepare: two answers that come one right after the other, as from sockets that were read in turn.
    const bus = new FakeEventBus();
    const answers = Array.from({ length: 2 }, () => Promise.withResolvers<void>());
    const happened: string[] = [];
    let sent = 0;
    const { ports } = deliveryPorts(bus, {
      pace: paceOf({ maxConcurrency: 2 }),
      putEvents: async (entries, signal) => {
        await answers[sent++]?.promise;
        return await bus.putEvents(entries, signal);
      },
      onSent: ({ index }) => happened.push(`sent ${index}`),
    });
    function* requests(): Generator<BridgeEntry[]> {
      for (const entry of bridgeEntries(4)) {
        happened.push(`made ${entry.index}`);
        yield [entry];
      }
    }

    // Act
    const publishing = publish(requestsOf(requests()), SETTINGS, ports);
    answers[0]?.resolve();
    await nextTick();
    answers[1]?.resolve();
    await publishing;

    // Assess
    expect(happened.slice(0, 6)).toEqual(['made 0', 'made 1', 'sent 0', 'sent 1', 'made 2', 'made 3']);
  });

  it('makes eight requests in one go at most, so that the first of them need not wait for many others', async () => {
    // Prepare
    let made = 0;
    function* requests(): Generator<BridgeEntry[]> {
      for (const entry of bridgeEntries(20)) {
        made++;
        yield [entry];
      }
    }
    const bus = new FakeEventBus();
    const hanging = Promise.withResolvers<void>();
    const { ports } = deliveryPorts(bus, {
      pace: paceOf({ maxConcurrency: 18 }),
      putEvents: async (entries, signal) => {
        await hanging.promise;
        return await bus.putEvents(entries, signal);
      },
    });

    // Act
    const publishing = publish(requestsOf(requests()), SETTINGS, ports);
    const madeByTurn = [made];
    for (let turn = 0; turn < 3; turn++) {
      await endOfTurn();
      madeByTurn.push(made);
    }
    hanging.resolve();
    await publishing;

    // Assess
    expect(madeByTurn).toEqual([8, 16, 18, 18]);
    expect(made).toBe(20);
  });

  it('makes no other request while those under way hold 32 MiB for the bucket, however many may be under way', async () => {
    // Prepare: a few kilobytes of a record may inflate to as much.
    vi.useFakeTimers();
    const body = new Uint8Array(8 * 1024 * 1024);
    let made = 0;
    let ended = 0;
    let mostHeld = 0;
    function* requests(): Generator<BridgeEntry[]> {
      for (const entry of bridgeEntries(20)) {
        made++;
        mostHeld = Math.max(mostHeld, made - ended);
        yield [{ ...entry, offloaded: { ...objectOf(`orders/0/${entry.index}`), body } }];
      }
    }
    const bucket = new FakeBucket(Array.from({ length: 20 }, () => ({ kind: 'slow', ms: 10 })));
    const { ports } = deliveryPorts(new FakeEventBus(), {
      pace: paceOf({ maxConcurrency: 16 }),
      uploads: new Uploads(bucket.put),
      onSent: () => {
        ended++;
      },
    });

    // Act
    const publishing = publish(requestsOf(requests()), SETTINGS, ports);
    await vi.runAllTimersAsync();
    await publishing;

    // Assess
    expect(mostHeld).toBe(4);
    expect(ended).toBe(20);
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

    expect(report).toMatchObject({ requests: 0, stoppedBy: { code: 'DEADLINE' } });
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

  it('asks again for a request when one has ended: its end may have made another possible', async () => {
    // Prepare: the second request exists only when the first was told of.
    const bus = new FakeEventBus();
    const waiting = [[bridgeEntry(0)]];
    const requests = { take: () => waiting.shift(), ended: () => undefined };
    const { ports, told } = deliveryPorts(bus, { pace: paceOf({ maxConcurrency: 4 }) });

    // Act
    await publish(requests, SETTINGS, {
      ...ports,
      onSent: (entry) => {
        ports.onSent(entry);
        if (entry.index === 0) waiting.push([bridgeEntry(1)], [bridgeEntry(2)]);
      },
    });

    // Assess
    expect(requestsTo(bus)).toEqual([[0], [1], [2]]);
    expect(endings(told)).toEqual(['sent', 'sent', 'sent']);
  });

  it('sends what became possible while a request waits to be repeated', async () => {
    // Prepare: of two entries one is throttled; what follows the other one need not wait for it.
    vi.useFakeTimers();
    const bus = new FakeEventBus([{ kind: 'entries', answers: [{ code: 'ThrottlingException' }] }]);
    const waiting = [bridgeEntries(2)];
    const requests = { take: () => waiting.shift(), ended: () => undefined };
    const { ports, told } = deliveryPorts(bus, {
      pace: paceOf({ maxConcurrency: 4 }),
      sleep: interruptibleSleep,
    });

    // Act
    const publishing = publish(requests, SETTINGS, {
      ...ports,
      onSent: (entry) => {
        ports.onSent(entry);
        if (entry.index === 1) waiting.push([bridgeEntry(2)]);
      },
    });
    await vi.runAllTimersAsync();
    await publishing;

    // Assess
    expect(requestsTo(bus)).toEqual([[0, 1], [2], [0]]);
    expect(endings(told)).toEqual(['sent', 'sent', 'sent']);
  });

  it('has fewer requests under way after throttling, and more again when the bus takes them', async () => {
    // Prepare
    vi.useFakeTimers();
    const throttling: BusAnswer = { kind: 'error', error: serviceError('ThrottlingException', 400) };
    const bus = new FakeEventBus([throttling, ...Array<BusAnswer>(40).fill({ kind: 'slow', ms: 10 })]);
    const pace = paceOf({ maxConcurrency: 8 });
    const { ports } = deliveryPorts(bus, { pace, now: Date.now, sleep: interruptibleSleep });

    // Act: the eight that go at once, and what follows them.
    const publishing = publish(requestsOf(bridgeEntries(40).map((entry) => [entry])), SETTINGS, ports);
    await vi.advanceTimersByTimeAsync(5);
    const [sentAtOnce, limit] = [bus.requests.length, pace.concurrency.requests];
    await vi.runAllTimersAsync();
    await publishing;

    // Assess
    expect([sentAtOnce, limit]).toEqual([8, 4]);
    expect(pace.concurrency.requests).toBe(8);
  });

  describe('a cap on the rate', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });

    it('spaces requests evenly, however many may be under way', async () => {
      // Prepare
      const startMs = Date.now();
      const sentAtMs: number[] = [];
      const { ports, told } = deliveryPorts(new FakeEventBus(), {
        pace: paceOf({ maxConcurrency: 3, maxRequestsPerSecond: 4 }),
        putEvents: async (entries) => {
          sentAtMs.push(Date.now() - startMs);
          return entries.map(() => ({ eventId: 'event' }));
        },
        now: Date.now,
        sleep: interruptibleSleep,
      });

      // Act
      const publishing = publish(requestsOf(bridgeEntries(5).map((entry) => [entry])), SETTINGS, ports);
      await vi.runAllTimersAsync();
      await publishing;

      // Assess
      expect(sentAtMs).toEqual([0, 250, 500, 750, 1_000]);
      expect(endings(told)).toEqual(Array(5).fill('sent'));
    });

    it('takes no request whose turn comes after the deadline, so that none is made in vain', async () => {
      // Prepare: turns at 0, 250, 500, 750 and 1,000 ms.
      const bus = new FakeEventBus();
      const deadline = startDeadline(1_000, Date.now);
      const { ports, told } = deliveryPorts(bus, {
        pace: paceOf({ maxConcurrency: 16, maxRequestsPerSecond: 4 }),
        deadline,
        now: Date.now,
        sleep: interruptibleSleep,
      });
      let taken = 0;
      const requests = requestsOf(bridgeEntries(100).map((entry) => [entry]));

      // Act
      const publishing = publish(
        {
          ...requests,
          take: () => {
            taken++;
            return requests.take();
          },
        },
        SETTINGS,
        ports,
      );
      await vi.runAllTimersAsync();
      const report = await publishing;

      // Assess
      expect(taken).toBe(4);
      expect(endings(told)).toEqual(Array(4).fill('sent'));
      expect(report).toMatchObject({ requests: 4, stoppedBy: { code: 'DEADLINE' } });
    });
  });

  describe('a bus that refuses everything', () => {
    const DENIED = serviceError('AccessDeniedException', 400, 'not authorized');
    const denying = () => new FakeEventBus([], () => DENIED);
    const ofOneEntry = (count: number) => requestsOf(bridgeEntries(count).map((entry) => [entry]));

    it('is left alone after three refusals in a row, and the report tells why', async () => {
      // Prepare
      const bus = denying();
      const { ports, told } = deliveryPorts(bus);

      // Act
      const report = await publish(ofOneEntry(9), SETTINGS, ports);

      // Assess
      expect(requestsTo(bus)).toEqual([[0], [1], [2]]);
      expect(endings(told)).toEqual(Array(3).fill('PUT_EVENTS_DENIED'));
      expect(report.stoppedBy).toEqual({
        code: 'PUT_EVENTS_DENIED',
        message:
          'Not tried, because the event bus refuses all events: AccessDeniedException (HTTP 400): not authorized',
      });
    });

    it('tells why also when the refused requests were the last', async () => {
      const { ports } = deliveryPorts(denying());

      expect(await publish(ofOneEntry(3), SETTINGS, ports)).toMatchObject({
        requests: 3,
        stoppedBy: { code: 'PUT_EVENTS_DENIED' },
      });
    });

    it('is not yet known after two refusals', async () => {
      const { ports } = deliveryPorts(denying());

      expect(await publish(ofOneEntry(2), SETTINGS, ports)).toMatchObject({ stoppedBy: undefined });
    });

    it('is asked by one request at the next invocation, and left alone again when it refuses that', async () => {
      // Prepare
      const bus = denying();
      const { ports } = deliveryPorts(bus, { pace: paceOf({ maxConcurrency: 16 }) });
      await publish(ofOneEntry(30), SETTINGS, { ...ports, onFailed: () => undefined });
      const inTheFirst = bus.requests.length;

      // Act
      const report = await publish(ofOneEntry(30), SETTINGS, { ...ports, onFailed: () => undefined });

      // Assess
      expect(inTheFirst).toBeLessThanOrEqual(16 + 2);
      expect(bus.requests.length - inTheFirst).toBe(1);
      expect(report).toMatchObject({ requests: 1, stoppedBy: { code: 'PUT_EVENTS_DENIED' } });
    });

    it('is asked by one request at a time until it takes one, then by as many as are allowed', async () => {
      // Prepare
      vi.useFakeTimers();
      const bus = new FakeEventBus(Array<BusAnswer>(20).fill({ kind: 'slow', ms: 10 }));
      const pace = paceOf({ maxConcurrency: 4 });
      for (let refusal = 0; refusal < 3; refusal++)
        pace.circuit.refused({ code: 'PUT_EVENTS_DENIED', message: '' });
      const { ports, told } = deliveryPorts(bus, { pace });

      // Act
      const publishing = publish(ofOneEntry(9), SETTINGS, ports);
      await vi.advanceTimersByTimeAsync(5);
      const whileAsking = bus.requests.length;
      await vi.advanceTimersByTimeAsync(10);
      const afterwards = bus.requests.length;
      await vi.runAllTimersAsync();
      await publishing;

      // Assess
      expect([whileAsking, afterwards]).toEqual([1, 5]);
      expect(endings(told)).toEqual(Array(9).fill('sent'));
    });

    it('gets nothing more that waits for its repetition or its turn', async () => {
      // Prepare: the first request waits to be repeated when the others are refused.
      vi.useFakeTimers();
      const bus = new FakeEventBus(
        [{ kind: 'error', error: serviceError('ThrottlingException', 400) }],
        () => DENIED,
      );
      const { ports, told } = deliveryPorts(bus, {
        pace: paceOf({ maxConcurrency: 5 }),
        sleep: interruptibleSleep,
      });

      // Act
      const publishing = publish(ofOneEntry(4), SETTINGS, ports);
      await vi.runAllTimersAsync();
      await publishing;

      // Assess
      expect(requestsTo(bus)).toEqual([[0], [1], [2], [3]]);
      expect(told.get(0)).toEqual({
        code: 'PUT_EVENTS_DENIED',
        message:
          'Not tried, because the event bus refuses all events: AccessDeniedException (HTTP 400): not authorized',
        attempts: 1,
      });
    });

    it('does not count a request that was under way as taken and refused: what it took is sent', async () => {
      // Prepare: the slow request is answered after three others were refused.
      vi.useFakeTimers();
      const bus = new FakeEventBus([{ kind: 'slow', ms: 10 }], () => DENIED);
      const { ports, told } = deliveryPorts(bus, { pace: paceOf({ maxConcurrency: 4 }) });

      // Act
      const publishing = publish(ofOneEntry(9), SETTINGS, ports);
      await vi.runAllTimersAsync();
      const report = await publishing;

      // Assess
      expect(endings(told)).toEqual(['sent', ...Array(told.size - 1).fill('PUT_EVENTS_DENIED')]);
      expect(report.stoppedBy).toMatchObject({ code: 'PUT_EVENTS_DENIED' });
    });
  });

  describe('the time that a request takes', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });

    /** A bus that answers after these milliseconds, one request at a time, within the time that is given. */
    async function publishTo(
      latenciesMs: readonly number[],
      budgetMs: number,
      learned: readonly number[] = [],
    ) {
      const bus = new FakeEventBus(latenciesMs.map((ms) => ({ kind: 'slow', ms })));
      const deadline = startDeadline(budgetMs, Date.now);
      const pace = paceOf({ maxConcurrency: 1 });
      for (const latencyMs of learned) pace.latency.add(latencyMs);
      const { ports, told } = deliveryPorts(bus, {
        deadline,
        pace,
        now: Date.now,
        sleep: interruptibleSleep,
      });
      const requests = bridgeEntries(latenciesMs.length).map((entry) => [entry]);
      const publishing = publish(requestsOf(requests), { ...SETTINGS, maxRetries: 0 }, ports);
      await vi.runAllTimersAsync();
      return { report: await publishing, told: endings(told) };
    }

    it('keeps a request from being begun that the deadline would cut off', async () => {
      // After four answers of 100 ms, 100 + 4 x 21.09 = 184.4 ms are expected; 184 ms are left.
      const { report, told } = await publishTo([100, 100, 100, 100, 1], 584);

      expect(told).toEqual(Array(4).fill('sent'));
      expect(report).toMatchObject({ requests: 4, stoppedBy: { code: 'DEADLINE' } });
    });

    it('lets a request be begun that may be answered in time', async () => {
      const { told } = await publishTo([100, 100, 100, 100, 1], 585);

      expect(told).toEqual(Array(5).fill('sent'));
    });

    it('gives up half of the time for it at most, so that one slow answer does not keep a fast bus idle', async () => {
      // Prepare: 3 x 20 s are expected, of a bus that answers in 10 ms now.
      const latencies = Array<number>(100).fill(10);

      // Act
      const { told } = await publishTo(latencies, 8_000, [20_000]);

      // Assess
      expect(told).toEqual(Array(100).fill('sent'));
    });

    it('lets a request be begun in the first half however slow the bus is, and none in the second', async () => {
      const { report } = await publishTo([3_900, 200, 200], 8_000, [20_000]);

      // At 3,900 ms there are 4,100 ms left, at 4,100 ms no longer 4,000.
      expect(report).toMatchObject({ requests: 2, stoppedBy: { code: 'DEADLINE' } });
    });
  });

  describe('a defect', () => {
    const defect = new Error('a defect');
    const failing = (): never => {
      throw defect;
    };

    it('of the requests is let through, at the first as at a later one', async () => {
      const { ports } = deliveryPorts(new FakeEventBus());
      const lists = bridgeEntries(2).map((entry) => [entry]);

      const first = publish({ take: failing, ended: () => undefined }, SETTINGS, ports);
      const later = publish(
        { take: () => lists.shift() ?? failing(), ended: () => undefined },
        SETTINGS,
        ports,
      );

      await expect(first).rejects.toBe(defect);
      await expect(later).rejects.toBe(defect);
    });

    it('of the requests is let through also when they are asked before a wait', async () => {
      // Prepare
      const bus = new FakeEventBus([{ kind: 'error', error: serviceError('ThrottlingException', 400) }]);
      const { ports } = deliveryPorts(bus, { pace: paceOf({ maxConcurrency: 4 }) });
      const lists: (readonly BridgeEntry[] | undefined)[] = [[bridgeEntry(0)], undefined];
      const take = () => (lists.length === 0 ? failing() : lists.shift());

      // Act and assess
      await expect(publish({ take, ended: () => undefined }, SETTINGS, ports)).rejects.toBe(defect);
    });

    it.each(['onSent', 'onFailed'] as const)(
      'of its caller is let through instead of being hidden: %s',
      async (port) => {
        const bus = new FakeEventBus([{ kind: 'entries', answers: ['taken', { code: 'MalformedDetail' }] }]);
        const { ports } = deliveryPorts(bus, { [port]: failing });

        await expect(publish(requestsOf([bridgeEntries(2)]), SETTINGS, ports)).rejects.toBe(defect);
      },
    );

    it('of several requests at once is told once, and leaves no rejection behind', async () => {
      const { ports } = deliveryPorts(new FakeEventBus(), {
        pace: paceOf({ maxConcurrency: 8 }),
        onSent: failing,
      });
      const requests = requestsOf(bridgeEntries(20).map((entry) => [entry]));

      // The test run fails for a rejection that nobody handles.
      await expect(publish(requests, SETTINGS, ports)).rejects.toBe(defect);
      await endOfTurn();
    });
  });
});
