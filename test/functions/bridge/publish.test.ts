import { afterEach, describe, expect, it, vi } from 'vitest';
import { startDeadline } from '../../../functions/bridge/deadline.ts';
import { type PublishPorts, type PublishResult, publish } from '../../../functions/bridge/publish.ts';
import type { BridgeEntry } from '../../../functions/bridge/wrap.ts';
import { bridgeEntries } from '../../fixtures/bridge-entry.ts';
import { type BusAnswer, type EntryAnswer, FakeEventBus, serviceError } from '../../fixtures/event-bus.ts';
import { fixedDeadline, interruptibleSleep } from '../../fixtures/time.ts';

const SETTINGS = { maxConcurrency: 1, maxRetries: 2, retryDelayMs: 200 };
const THROTTLED: EntryAnswer = { code: 'ThrottlingException', message: 'Rate exceeded' };

function entries(...answers: EntryAnswer[]): BusAnswer {
  return { kind: 'entries', answers };
}

function requestError(name: string, status?: number): BusAnswer {
  return { kind: 'error', error: serviceError(name, status) };
}

/** Ports around a bus: no waiting, no deadline, and a book of what was reported. */
function portsAround(bus: FakeEventBus, overrides: Partial<PublishPorts> = {}) {
  const results = new Map<number, PublishResult>();
  const waitsMs: number[] = [];
  const ports: PublishPorts = {
    putEvents: bus.putEvents,
    deadline: fixedDeadline(),
    sleep: async (ms) => void waitsMs.push(ms),
    random: () => 0.5,
    now: () => 0,
    onResult: ({ index }, result) => {
      if (results.has(index)) throw new Error(`Entry ${index} was reported twice.`);
      results.set(index, result);
    },
    ...overrides,
  };
  return { ports, results, waitsMs };
}

/** Entry indexes of each request. */
function requestsTo(bus: FakeEventBus): number[][] {
  return bus.requests.map((request) => request.map(({ index }) => index));
}

function kinds(results: ReadonlyMap<number, PublishResult>): string[] {
  return Array.from(results)
    .sort(([a], [b]) => a - b)
    .map(([, { kind }]) => kind);
}

describe('publish', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('sends every request and reports every entry', async () => {
    // Prepare
    const bus = new FakeEventBus();
    const { ports, results } = portsAround(bus);
    const [a = [], b = []] = [bridgeEntries(4).slice(0, 2), bridgeEntries(4).slice(2)];

    // Act
    const report = await publish([a, b], SETTINGS, ports);

    // Assess
    expect(requestsTo(bus)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(kinds(results)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(report).toEqual({ requests: 2, bytes: 400, latenciesMs: [0, 0] });
  });

  it('sends nothing for nothing', async () => {
    const bus = new FakeEventBus();

    expect(await publish([], SETTINGS, portsAround(bus).ports)).toMatchObject({ requests: 0, bytes: 0 });
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
      const { ports, results } = portsAround(bus);

      // Act
      const publishing = publish(
        bridgeEntries(40).map((entry) => [entry]),
        { ...SETTINGS, maxConcurrency },
        ports,
      );
      await vi.runAllTimersAsync();
      await publishing;

      // Assess
      expect(bus.mostUnderWay).toBe(maxConcurrency);
      expect(results.size).toBe(40);
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
    const publishing = publish(requests(), { ...SETTINGS, maxConcurrency: 2 }, portsAround(bus).ports);
    await vi.advanceTimersByTimeAsync(5);
    const pulledWhileBusy = pulled;
    await vi.runAllTimersAsync();
    await publishing;

    // Assess
    expect(pulledWhileBusy).toBe(2);
    expect(pulled).toBe(6);
  });

  it('repeats only the entries that failed', async () => {
    // Prepare
    const bus = new FakeEventBus([
      entries('taken', THROTTLED, 'taken', { code: 'InternalFailure' }),
      entries('taken', THROTTLED),
    ]);
    const { ports, results } = portsAround(bus);

    // Act
    const report = await publish([bridgeEntries(4)], SETTINGS, ports);

    // Assess
    expect(requestsTo(bus)).toEqual([[0, 1, 2, 3], [1, 3], [3]]);
    expect(kinds(results)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(report).toMatchObject({ requests: 3, bytes: 700 });
  });

  it('waits longer from one repetition to the next', async () => {
    const bus = new FakeEventBus([entries(THROTTLED), entries(THROTTLED)]);
    const { ports, waitsMs } = portsAround(bus);

    await publish([bridgeEntries(1)], SETTINGS, ports);

    expect(waitsMs).toEqual([100, 200]);
  });

  it('leaves an entry unsent when its repetitions are used up', async () => {
    // Prepare
    const bus = new FakeEventBus([entries(THROTTLED), entries(THROTTLED), entries(THROTTLED)]);
    const { ports, results } = portsAround(bus);

    // Act
    await publish([bridgeEntries(2)], SETTINGS, ports);

    // Assess
    expect(requestsTo(bus)).toEqual([[0, 1], [0], [0]]);
    expect(results.get(0)).toEqual({
      kind: 'unsent',
      failure: { code: 'PUT_EVENTS_THROTTLED', message: 'ThrottlingException: Rate exceeded' },
    });
    expect(results.get(1)).toEqual({ kind: 'sent' });
  });

  it('makes a single attempt when no repetition is configured', async () => {
    const bus = new FakeEventBus([entries(THROTTLED)]);
    const { ports, results } = portsAround(bus);

    await publish([bridgeEntries(1)], { ...SETTINGS, maxRetries: 0 }, ports);

    expect(bus.requests).toHaveLength(1);
    expect(kinds(results)).toEqual(['unsent']);
  });

  it('refuses an entry that can never pass, without a repetition', async () => {
    const bus = new FakeEventBus([entries({ code: 'MalformedDetail', message: 'Detail is malformed.' })]);
    const { ports, results } = portsAround(bus);

    await publish([bridgeEntries(2)], SETTINGS, ports);

    expect(bus.requests).toHaveLength(1);
    expect(results.get(0)).toEqual({
      kind: 'refused',
      failure: { code: 'EVENT_REFUSED', message: 'MalformedDetail: Detail is malformed.' },
    });
    expect(results.get(1)).toEqual({ kind: 'sent' });
  });

  it.each([
    { what: 'an unknown code', answer: { code: 'SomethingNew' } as const },
    { what: 'neither event id nor code', answer: 'nothing' as const },
  ])('repeats an entry with $what a bounded number of times, then refuses it', async ({ answer }) => {
    const bus = new FakeEventBus(Array<BusAnswer>(10).fill(entries(answer)));
    const { ports, results } = portsAround(bus);

    await publish([bridgeEntries(1)], SETTINGS, ports);

    expect(bus.requests).toHaveLength(3);
    expect(results.get(0)).toMatchObject({ kind: 'refused', failure: { code: 'EVENT_REFUSED' } });
  });

  it('takes an entry with both an event id and a code for failed', async () => {
    const { ports, results } = portsAround(new FakeEventBus(), {
      putEvents: async () => [{ eventId: 'event', errorCode: 'MalformedDetail' }],
    });

    await publish([bridgeEntries(1)], SETTINGS, ports);

    expect(kinds(results)).toEqual(['refused']);
  });

  it.each(['ValidationException', 'SerializationException'])(
    'finds the one entry to blame for a %s and sends the others',
    async (name) => {
      // Prepare: whatever holds entry 6 fails as a whole.
      const bus = new FakeEventBus();
      const { ports, results } = portsAround(bus, {
        putEvents: async (request, signal) => {
          const answers = await bus.putEvents(request, signal);
          if (request.some(({ index }) => index === 6)) throw serviceError(name, 400);
          return answers;
        },
      });

      // Act
      await publish([bridgeEntries(10)], SETTINGS, ports);

      // Assess
      expect(kinds(results)).toEqual([
        ...Array<string>(6).fill('sent'),
        'refused',
        ...Array<string>(3).fill('sent'),
      ]);
      expect(
        requestsTo(bus)
          .filter((request) => request.includes(6))
          .at(-1),
      ).toEqual([6]);
      expect(bus.requests.length).toBeLessThanOrEqual(9);
    },
  );

  it('splits a request that is too large, down to the entry that is too large by itself', async () => {
    // Prepare
    const bus = new FakeEventBus([
      requestError('RequestEntityTooLargeException', 413),
      requestError('RequestEntityTooLargeException', 413),
    ]);
    const { ports, results } = portsAround(bus);

    // Act
    await publish([bridgeEntries(2)], SETTINGS, ports);

    // Assess
    expect(requestsTo(bus)).toEqual([[0, 1], [0], [1]]);
    expect(results.get(0)).toMatchObject({ kind: 'refused', failure: { code: 'ENTRY_TOO_LARGE' } });
    expect(results.get(1)).toEqual({ kind: 'sent' });
  });

  it('gives up without another attempt when the request is denied', async () => {
    const bus = new FakeEventBus([requestError('AccessDeniedException', 400)]);
    const { ports, results } = portsAround(bus);

    await publish([bridgeEntries(2)], SETTINGS, ports);

    expect(bus.requests).toHaveLength(1);
    expect(results.get(0)).toMatchObject({ kind: 'unsent', failure: { code: 'PUT_EVENTS_DENIED' } });
    expect(results.get(1)).toMatchObject({ kind: 'unsent', failure: { code: 'PUT_EVENTS_DENIED' } });
  });

  it.each([
    { what: 'a server error', answer: requestError('InternalException', 500) },
    { what: 'throttling', answer: requestError('ThrottlingException', 400) },
    { what: 'no answer', answer: requestError('TimeoutError') },
  ])('repeats the whole request after $what', async ({ answer }) => {
    const bus = new FakeEventBus([answer]);
    const { ports, results } = portsAround(bus);

    await publish([bridgeEntries(2)], SETTINGS, ports);

    expect(requestsTo(bus)).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(kinds(results)).toEqual(['sent', 'sent']);
  });

  it.each([0, 1, 3])('repeats a request of two entries that was answered with %i results', async (count) => {
    const bus = new FakeEventBus([{ kind: 'result-count', count }]);
    const { ports, results } = portsAround(bus);

    await publish([bridgeEntries(2)], SETTINGS, ports);

    expect(requestsTo(bus)).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(kinds(results)).toEqual(['sent', 'sent']);
  });

  it('never counts an entry as sent when the number of results is always wrong', async () => {
    const bus = new FakeEventBus(Array<BusAnswer>(10).fill({ kind: 'result-count', count: 1 }));
    const { ports, results } = portsAround(bus);

    await publish([bridgeEntries(2)], SETTINGS, ports);

    expect(kinds(results)).toEqual(['unsent', 'unsent']);
    expect(results.get(0)).toMatchObject({
      failure: {
        code: 'PUT_EVENTS_UNAVAILABLE',
        message: expect.stringContaining('2 entries were sent, 1 were'),
      },
    });
  });

  it('passes the signal of the deadline to every request', async () => {
    const bus = new FakeEventBus([entries(THROTTLED)]);
    const { ports } = portsAround(bus);

    await publish([bridgeEntries(1)], SETTINGS, ports);

    expect(bus.signals).toEqual([ports.deadline.signal, ports.deadline.signal]);
  });

  it('measures how long each request took, failed ones too', async () => {
    // Prepare
    let nowMs = 0;
    const bus = new FakeEventBus([requestError('InternalException', 500)]);
    const { ports } = portsAround(bus, {
      now: () => nowMs,
      putEvents: (request, signal) => {
        nowMs += 30;
        return bus.putEvents(request, signal);
      },
    });

    // Act
    const report = await publish([bridgeEntries(1)], SETTINGS, ports);

    // Assess
    expect(report.latenciesMs).toEqual([30, 30]);
  });

  it('starts nothing when the deadline has come', async () => {
    const bus = new FakeEventBus();
    const { ports, results } = portsAround(bus, { deadline: fixedDeadline(true) });

    const report = await publish([bridgeEntries(1)], SETTINGS, ports);

    expect(report.requests).toBe(0);
    expect(results.size).toBe(0);
  });

  it('stops at the deadline: aborts what is under way, reports it, and pulls no further request', async () => {
    // Prepare
    vi.useFakeTimers();
    const startMs = Date.now();
    const bus = new FakeEventBus([{ kind: 'hang', isTaken: false }]);
    const deadline = startDeadline(1_000, Date.now);
    const { ports, results } = portsAround(bus, { deadline, now: Date.now, sleep: interruptibleSleep });
    const requests = bridgeEntries(3).map((entry) => [entry]);

    // Act
    const publishing = publish(requests, SETTINGS, ports);
    await vi.runAllTimersAsync();
    await publishing;

    // Assess
    expect(Date.now() - startMs).toBe(1_000);
    expect(bus.requests).toHaveLength(1);
    expect(results).toEqual(
      new Map([
        [
          0,
          {
            kind: 'unsent',
            failure: {
              code: 'DEADLINE',
              message:
                'No time for another attempt after PUT_EVENTS_UNAVAILABLE: AbortError (no answer): Request aborted',
            },
          },
        ],
      ]),
    );
  });

  it('does not wait for a repetition that would come after the deadline', async () => {
    // Prepare
    const bus = new FakeEventBus([entries(THROTTLED)]);
    const deadline = { ...fixedDeadline(), remainingMs: () => 100 };
    const { ports, results, waitsMs } = portsAround(bus, { deadline });

    // Act
    await publish([bridgeEntries(1)], SETTINGS, ports);

    // Assess
    expect(waitsMs).toEqual([]);
    expect(results.get(0)).toMatchObject({ kind: 'unsent', failure: { code: 'DEADLINE' } });
  });

  it('does not repeat when the deadline comes during the wait', async () => {
    // Prepare
    let hasCome = false;
    const bus = new FakeEventBus([entries(THROTTLED)]);
    const { ports, results } = portsAround(bus, {
      deadline: { ...fixedDeadline(), hasCome: () => hasCome },
      sleep: async () => {
        hasCome = true;
      },
    });

    // Act
    await publish([bridgeEntries(1)], SETTINGS, ports);

    // Assess
    expect(bus.requests).toHaveLength(1);
    expect(results.get(0)).toMatchObject({ kind: 'unsent', failure: { code: 'DEADLINE' } });
  });

  it('lets a defect of its caller through instead of hiding it', async () => {
    const { ports } = portsAround(new FakeEventBus(), {
      onResult: () => {
        throw new Error('a second outcome');
      },
    });

    await expect(publish([bridgeEntries(1)], SETTINGS, ports)).rejects.toThrow('a second outcome');
  });
});
