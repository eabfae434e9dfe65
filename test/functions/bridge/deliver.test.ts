import { describe, expect, it } from 'vitest';
import { type DeliveryPorts, deliver } from '../../../functions/bridge/deliver.ts';
import { newPublishReport, type PublishReport } from '../../../functions/bridge/publish-report.ts';
import type { BridgeEntry } from '../../../functions/bridge/wrap.ts';
import { bridgeEntries } from '../../fixtures/bridge-entry.ts';
import { deliveryPorts, endings, paceOf, requestsTo } from '../../fixtures/delivery-ports.ts';
import { type BusAnswer, type EntryAnswer, FakeEventBus, serviceError } from '../../fixtures/event-bus.ts';
import { fixedDeadline } from '../../fixtures/time.ts';

const SETTINGS = { maxRetries: 2, retryDelayMs: 200 };
const THROTTLED: EntryAnswer = { code: 'ThrottlingException', message: 'Rate exceeded' };

function entries(...answers: EntryAnswer[]): BusAnswer {
  return { kind: 'entries', answers };
}

function requestError(name: string, status?: number): BusAnswer {
  return { kind: 'error', error: serviceError(name, status) };
}

/** Delivers one request and hands back what it took. */
async function delivered(
  request: readonly BridgeEntry[],
  ports: DeliveryPorts,
  settings = SETTINGS,
): Promise<PublishReport> {
  const report = newPublishReport();
  await deliver(request, settings, ports, report);
  return report;
}

/** A bus on which a request with one of these entries fails as a whole. */
function busRejecting(indexes: readonly number[], error: Error): FakeEventBus {
  return new FakeEventBus([], (entry) => (indexes.includes(entry.index) ? error : undefined));
}

describe('deliver', () => {
  it('sends the request and tells of every entry', async () => {
    const bus = new FakeEventBus();
    const { ports, told } = deliveryPorts(bus);

    const report = await delivered(bridgeEntries(3), ports);

    expect(endings(told)).toEqual(['sent', 'sent', 'sent']);
    expect(report).toStrictEqual({
      requests: 1,
      bytes: 300,
      throttled: 0,
      latenciesMs: [0],
      stoppedBy: undefined,
    });
  });

  it('repeats only the entries that failed', async () => {
    // Prepare
    const bus = new FakeEventBus([
      entries('taken', THROTTLED, 'taken', { code: 'InternalFailure' }),
      entries('taken', THROTTLED),
    ]);
    const { ports, told } = deliveryPorts(bus);

    // Act
    const report = await delivered(bridgeEntries(4), ports);

    // Assess
    expect(requestsTo(bus)).toEqual([[0, 1, 2, 3], [1, 3], [3]]);
    expect(endings(told)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(report).toMatchObject({ requests: 3, bytes: 700 });
  });

  it('waits longer from one repetition to the next', async () => {
    const bus = new FakeEventBus([entries(THROTTLED), entries(THROTTLED)]);
    const { ports, waitsMs } = deliveryPorts(bus);

    await delivered(bridgeEntries(1), ports);

    expect(waitsMs).toEqual([100, 200]);
  });

  it('tells of an entry as failed when its repetitions are used up', async () => {
    // Prepare
    const bus = new FakeEventBus([entries(THROTTLED), entries(THROTTLED), entries(THROTTLED)]);
    const { ports, told } = deliveryPorts(bus);

    // Act
    await delivered(bridgeEntries(2), ports);

    // Assess
    expect(requestsTo(bus)).toEqual([[0, 1], [0], [0]]);
    expect(told.get(0)).toEqual({
      code: 'PUT_EVENTS_THROTTLED',
      message: 'ThrottlingException: Rate exceeded',
      attempts: 3,
    });
    expect(told.get(1)).toBe('sent');
  });

  it('makes a single attempt when no repetition is configured', async () => {
    const bus = new FakeEventBus([entries(THROTTLED)]);
    const { ports, told } = deliveryPorts(bus);

    await delivered(bridgeEntries(1), ports, { ...SETTINGS, maxRetries: 0 });

    expect(bus.requests).toHaveLength(1);
    expect(endings(told)).toEqual(['PUT_EVENTS_THROTTLED']);
  });

  it('measures how long each request took, failed ones too', async () => {
    // Prepare
    let nowMs = 0;
    const bus = new FakeEventBus([requestError('InternalException', 500)]);
    const { ports } = deliveryPorts(bus, {
      now: () => nowMs,
      putEvents: (request, signal) => {
        nowMs += 30;
        return bus.putEvents(request, signal);
      },
    });

    // Act
    const report = await delivered(bridgeEntries(1), ports);

    // Assess
    expect(report.latenciesMs).toEqual([30, 30]);
  });

  it.each([
    { what: 'each entry that failed for it', answer: entries(THROTTLED, 'taken', THROTTLED), throttled: 2 },
    {
      what: 'a request that was refused for it',
      answer: requestError('ThrottlingException', 400),
      throttled: 1,
    },
    { what: 'a request answered with status 429', answer: requestError('SyntaxError', 429), throttled: 1 },
    { what: 'no entry that failed otherwise', answer: entries({ code: 'InternalFailure' }), throttled: 0 },
    {
      what: 'no request that failed otherwise',
      answer: requestError('InternalException', 500),
      throttled: 0,
    },
  ])('counts as throttling $what', async ({ answer, throttled }) => {
    const { ports } = deliveryPorts(new FakeEventBus([answer]));

    expect(await delivered(bridgeEntries(3), ports)).toMatchObject({ requests: 2, throttled });
  });

  it('counts throttling of every attempt', async () => {
    const { ports } = deliveryPorts(new FakeEventBus([entries(THROTTLED), entries(THROTTLED)]));

    expect(await delivered(bridgeEntries(1), ports)).toMatchObject({ requests: 3, throttled: 2 });
  });

  it('passes the signal of the deadline to every request', async () => {
    const bus = new FakeEventBus([entries(THROTTLED)]);
    const { ports } = deliveryPorts(bus);

    await delivered(bridgeEntries(1), ports);

    expect(bus.signals).toEqual([ports.deadline.signal, ports.deadline.signal]);
  });

  it.each(['onSent', 'onFailed'] as const)(
    'does not take an error of %s for a failed request',
    async (port) => {
      // Prepare
      const bus = new FakeEventBus([entries('taken', { code: 'MalformedDetail' })]);
      const { ports } = deliveryPorts(bus, {
        [port]: () => {
          throw serviceError('ThrottlingException', 400, 'a second outcome');
        },
      });

      // Act
      const delivering = delivered(bridgeEntries(2), ports);

      // Assess
      await expect(delivering).rejects.toThrow('a second outcome');
      expect(bus.requests).toHaveLength(1);
    },
  );
});

describe('an entry that EventBridge did not take', () => {
  it('is refused at once when it can never pass', async () => {
    const bus = new FakeEventBus([entries({ code: 'MalformedDetail', message: 'Detail is malformed.' })]);
    const { ports, told } = deliveryPorts(bus);

    await delivered(bridgeEntries(2), ports);

    expect(bus.requests).toHaveLength(1);
    expect(told.get(0)).toEqual({ code: 'EVENT_REFUSED', message: 'MalformedDetail', attempts: 1 });
    expect(told.get(1)).toBe('sent');
  });

  it.each(['AccessDeniedException', 'InvalidAccountIdException'])(
    'is left for later at once, not refused, when access is denied with %s',
    async (code) => {
      const bus = new FakeEventBus([entries('taken', { code, message: 'not authorized' })]);
      const { ports, told } = deliveryPorts(bus);

      await delivered(bridgeEntries(2), ports);

      expect(requestsTo(bus)).toEqual([[0, 1]]);
      expect(told.get(1)).toEqual({
        code: 'PUT_EVENTS_DENIED',
        message: `${code}: not authorized`,
        attempts: 1,
      });
    },
  );

  it.each([
    { what: 'an unknown code', answer: { code: 'SomethingNew' } },
    { what: 'neither event id nor code', answer: 'nothing' },
  ] as const)('is repeated with $what as often as is configured, then refused', async ({ answer }) => {
    const bus = new FakeEventBus(Array<BusAnswer>(10).fill(entries(answer)));
    const { ports, told } = deliveryPorts(bus);

    await delivered(bridgeEntries(1), ports);

    expect(bus.requests).toHaveLength(1 + SETTINGS.maxRetries);
    expect(endings(told)).toEqual(['EVENT_REFUSED']);
  });

  it.each(['InternalFailure', 'InternalException', 'ServiceUnavailable'])(
    'is repeated with %s as often as is configured, then left for later',
    async (code) => {
      const bus = new FakeEventBus(Array<BusAnswer>(10).fill(entries({ code })));
      const { ports, told } = deliveryPorts(bus);

      await delivered(bridgeEntries(1), ports);

      expect(bus.requests).toHaveLength(1 + SETTINGS.maxRetries);
      expect(endings(told)).toEqual(['PUT_EVENTS_UNAVAILABLE']);
    },
  );

  it.each([
    { what: 'both an event id and a code', result: { eventId: 'event', errorCode: 'MalformedDetail' } },
    { what: 'an empty event id', result: { eventId: '' } },
    { what: 'an empty event id and an empty code', result: { eventId: '', errorCode: '' } },
    { what: 'no event id and an empty code', result: { errorCode: '' } },
  ])('is never told of as sent: $what', async ({ result }) => {
    const { ports, told } = deliveryPorts(new FakeEventBus(), { putEvents: async () => [result] });

    await delivered(bridgeEntries(1), ports);

    expect(endings(told)).toEqual(['EVENT_REFUSED']);
  });

  it('is sent with an event id beside an empty code', async () => {
    const { ports, told } = deliveryPorts(new FakeEventBus(), {
      putEvents: async () => [{ eventId: 'event', errorCode: '' }],
    });

    await delivered(bridgeEntries(1), ports);

    expect(endings(told)).toEqual(['sent']);
  });
});

describe('a request that failed as a whole', () => {
  it.each([
    { what: 'a server error', answer: requestError('InternalException', 500) },
    { what: 'throttling', answer: requestError('ThrottlingException', 400) },
    { what: 'no answer', answer: requestError('TimeoutError') },
  ])('is repeated after $what', async ({ answer }) => {
    const bus = new FakeEventBus([answer]);
    const { ports, told } = deliveryPorts(bus);

    await delivered(bridgeEntries(2), ports);

    expect(requestsTo(bus)).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(endings(told)).toEqual(['sent', 'sent']);
  });

  it.each([0, 1, 3])('is repeated when its two entries were answered with %i results', async (count) => {
    const bus = new FakeEventBus([{ kind: 'result-count', count }]);
    const { ports, told } = deliveryPorts(bus);

    await delivered(bridgeEntries(2), ports);

    expect(requestsTo(bus)).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(endings(told)).toEqual(['sent', 'sent']);
  });

  it('never counts as sent when the number of results is always wrong', async () => {
    const bus = new FakeEventBus(Array<BusAnswer>(10).fill({ kind: 'result-count', count: 1 }));
    const { ports, told } = deliveryPorts(bus);

    await delivered(bridgeEntries(2), ports);

    expect(endings(told)).toEqual(['PUT_EVENTS_UNAVAILABLE', 'PUT_EVENTS_UNAVAILABLE']);
    expect(told.get(0)).toMatchObject({ message: expect.stringContaining('2 entries were sent, 1 were') });
  });

  it('is given up without another attempt when access is denied', async () => {
    const bus = new FakeEventBus([requestError('AccessDeniedException', 400)]);
    const { ports, told } = deliveryPorts(bus);

    await delivered(bridgeEntries(2), ports);

    expect(bus.requests).toHaveLength(1);
    expect(endings(told)).toEqual(['PUT_EVENTS_DENIED', 'PUT_EVENTS_DENIED']);
  });
});

describe('a request that was rejected for what is in it', () => {
  const REJECTIONS = [
    { error: serviceError('ValidationException', 400), code: 'EVENT_REFUSED' },
    { error: serviceError('SerializationException', 400), code: 'EVENT_REFUSED' },
    { error: serviceError('RequestEntityTooLargeException', 413), code: 'ENTRY_TOO_LARGE' },
    { error: serviceError('SyntaxError', 413), code: 'ENTRY_TOO_LARGE' },
  ];

  it.each(REJECTIONS)(
    'is sent entry by entry after $error.name: the bad one is refused as $code, its neighbours are sent',
    async ({ error, code }) => {
      // Prepare
      const bus = busRejecting([6], error);
      const { ports, told } = deliveryPorts(bus);

      // Act
      await delivered(bridgeEntries(10), ports);

      // Assess
      expect(requestsTo(bus)).toEqual([
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        ...Array.from({ length: 10 }, (_, index) => [index]),
      ]);
      expect(endings(told)).toEqual([...Array(6).fill('sent'), code, ...Array(3).fill('sent')]);
    },
  );

  it.each(REJECTIONS)(
    'is left for later as a whole when each of its entries is rejected alike with $error.name',
    async ({ error }) => {
      // Prepare
      const bus = busRejecting([0, 1, 2], error);
      const { ports, told } = deliveryPorts(bus);

      // Act
      await delivered(bridgeEntries(3), ports);

      // Assess
      expect(requestsTo(bus)).toEqual([[0, 1, 2], [0], [1], [2]]);
      expect(endings(told)).toEqual(Array(3).fill('PUT_EVENTS_REJECTED'));
      expect(told.get(0)).toMatchObject({
        message: expect.stringMatching(`^${error.name} \\(HTTP \\d+\\)$`),
      });
    },
  );

  it.each(REJECTIONS)(
    'is refused as $code when it has a single entry, the bus takes others, and it fails with $error.name',
    async ({ error, code }) => {
      const bus = busRejecting([0], error);
      const { ports, told } = deliveryPorts(bus);
      ports.pace.circuit.accepted();

      await delivered(bridgeEntries(1), ports);

      expect(bus.requests).toHaveLength(1);
      expect(endings(told)).toEqual([code]);
    },
  );

  it.each(REJECTIONS)(
    'is left for later when it has a single entry, the bus took none yet, and it fails with $error.name',
    async ({ error }) => {
      const { ports, told } = deliveryPorts(busRejecting([0], error));

      await delivered(bridgeEntries(1), ports);

      expect(endings(told)).toEqual(['PUT_EVENTS_REJECTED']);
    },
  );

  it('blames single events for two rejections in a row, and no longer for the third: all may share the fault', async () => {
    const { ports, told } = deliveryPorts(busRejecting([0, 1, 2], serviceError('ValidationException', 400)));
    ports.pace.circuit.accepted();

    for (const entry of bridgeEntries(3)) await delivered([entry], ports);

    expect(endings(told)).toEqual(['EVENT_REFUSED', 'EVENT_REFUSED', 'PUT_EVENTS_REJECTED']);
  });

  it.each([262_144, 262_143])(
    'for its size blames an event of %i bytes only when that is over the limit of some Region',
    async (sizeBytes) => {
      const error = serviceError('RequestEntityTooLargeException', 413);
      const { ports, told } = deliveryPorts(busRejecting([0, 1], error));

      await delivered(bridgeEntries(2, sizeBytes), ports);

      const code = sizeBytes === 262_144 ? 'ENTRY_TOO_LARGE' : 'PUT_EVENTS_REJECTED';
      expect(endings(told)).toEqual([code, code]);
    },
  );

  it('blames no large event when all are rejected for another reason than their size', async () => {
    const { ports, told } = deliveryPorts(busRejecting([0, 1], serviceError('ValidationException', 400)));

    await delivered(bridgeEntries(2, 262_144), ports);

    expect(endings(told)).toEqual(['PUT_EVENTS_REJECTED', 'PUT_EVENTS_REJECTED']);
  });

  it('is too large when EventBridge says so, under the name of any bad request', async () => {
    const error = serviceError(
      'ValidationException',
      400,
      'Total size of the entries in the request is over the limit.',
    );
    const { ports, told } = deliveryPorts(busRejecting([1], error));

    await delivered(bridgeEntries(3), ports);

    expect(endings(told)).toEqual(['sent', 'ENTRY_TOO_LARGE', 'sent']);
  });

  it('refuses all bad entries when one good entry among them was sent', async () => {
    const bus = busRejecting([0, 2, 3], serviceError('ValidationException', 400));
    const { ports, told } = deliveryPorts(bus);

    await delivered(bridgeEntries(4), ports);

    expect(endings(told)).toEqual(['EVENT_REFUSED', 'sent', 'EVENT_REFUSED', 'EVENT_REFUSED']);
  });

  it('blames no entry while none of its neighbours was sent', async () => {
    // Prepare
    const bus = new FakeEventBus([
      requestError('ValidationException', 400),
      requestError('ValidationException', 400),
      requestError('ThrottlingException', 400),
      entries({ code: 'MalformedDetail' }),
    ]);
    const { ports, told } = deliveryPorts(bus);

    // Act
    await delivered(bridgeEntries(3), ports);

    // Assess
    expect(requestsTo(bus)).toEqual([[0, 1, 2], [0], [1], [2], [1]]);
    expect(endings(told)).toEqual(['PUT_EVENTS_REJECTED', 'sent', 'EVENT_REFUSED']);
  });

  it('repeats together what failed in passing while it was sent entry by entry', async () => {
    // Prepare
    const bus = new FakeEventBus([
      requestError('ValidationException', 400),
      requestError('ThrottlingException', 400),
      requestError('ValidationException', 400),
      entries('taken'),
      entries(THROTTLED),
    ]);
    const { ports, told, waitsMs } = deliveryPorts(bus);

    // Act
    await delivered(bridgeEntries(4), ports);

    // Assess
    expect(requestsTo(bus)).toEqual([[0, 1, 2, 3], [0], [1], [2], [3], [0, 3]]);
    expect(endings(told)).toEqual(['sent', 'EVENT_REFUSED', 'sent', 'sent']);
    expect(waitsMs).toHaveLength(1);
  });

  it('makes no more attempts at an entry than are configured, however often its requests are split', async () => {
    // Prepare: rejected as a whole, entry by entry throttled, three times over.
    const bus = new FakeEventBus(
      Array.from({ length: 20 }, (_, number) =>
        number % 3 === 0 ? requestError('ValidationException', 400) : entries(THROTTLED),
      ),
    );
    const { ports, told } = deliveryPorts(bus);

    // Act
    await delivered(bridgeEntries(2), ports);

    // Assess
    expect(requestsTo(bus)).toEqual([[0, 1], [0], [1], [0, 1], [0], [1], [0, 1], [0], [1]]);
    expect(endings(told)).toEqual(['PUT_EVENTS_THROTTLED', 'PUT_EVENTS_THROTTLED']);
  });
});

describe('the deadline', () => {
  it('keeps a request from being sent that was ready before it', async () => {
    const bus = new FakeEventBus();
    const { ports, told } = deliveryPorts(bus, { deadline: fixedDeadline(true) });

    await delivered(bridgeEntries(2), ports);

    expect(bus.requests).toEqual([]);
    expect(told.get(1)).toEqual({
      code: 'DEADLINE',
      message: 'The invocation had no time left to send this record.',
      attempts: 0,
    });
  });

  it('is not waited for when a repetition would come after it', async () => {
    // Prepare
    const bus = new FakeEventBus([entries(THROTTLED)]);
    const deadline = { ...fixedDeadline(), remainingMs: () => 100 };
    const { ports, told, waitsMs } = deliveryPorts(bus, { deadline });

    // Act
    await delivered(bridgeEntries(1), ports);

    // Assess
    expect(waitsMs).toEqual([]);
    expect(endings(told)).toEqual(['DEADLINE']);
  });

  it('ends the repetitions when it comes during the wait', async () => {
    // Prepare
    let hasCome = false;
    const bus = new FakeEventBus([entries(THROTTLED)]);
    const { ports, told } = deliveryPorts(bus, {
      deadline: { ...fixedDeadline(), hasCome: () => hasCome },
      sleep: async () => {
        hasCome = true;
      },
    });

    // Act
    await delivered(bridgeEntries(1), ports);

    // Assess
    expect(bus.requests).toHaveLength(1);
    expect(endings(told)).toEqual(['DEADLINE']);
  });

  it('ends a split: what was sent is sent, what is left is left for later', async () => {
    // Prepare: the deadline comes with the third request.
    const bus = new FakeEventBus([
      requestError('ValidationException', 400),
      requestError('ValidationException', 400),
    ]);
    const { ports, told } = deliveryPorts(bus, {
      deadline: { ...fixedDeadline(), hasCome: () => bus.requests.length >= 3 },
    });

    // Act
    await delivered(bridgeEntries(4), ports);

    // Assess
    expect(requestsTo(bus)).toEqual([[0, 1, 2, 3], [0], [1]]);
    expect(endings(told)).toEqual(['EVENT_REFUSED', 'sent', 'DEADLINE', 'DEADLINE']);
  });

  it('blames no entry of a split that it ends before a neighbour was sent', async () => {
    const bus = busRejecting([0, 1, 2, 3], serviceError('ValidationException', 400));
    const { ports, told } = deliveryPorts(bus, {
      deadline: { ...fixedDeadline(), hasCome: () => bus.requests.length >= 3 },
    });

    await delivered(bridgeEntries(4), ports);

    expect(requestsTo(bus)).toEqual([[0, 1, 2, 3], [0], [1]]);
    expect(endings(told)).toEqual(['PUT_EVENTS_REJECTED', 'PUT_EVENTS_REJECTED', 'DEADLINE', 'DEADLINE']);
  });

  it('is told with the last failure of the entry itself, not that of its neighbour', async () => {
    // Prepare
    const bus = new FakeEventBus([
      entries(THROTTLED, { code: 'InternalFailure' }, { code: 'MalformedDetail' }),
    ]);
    const deadline = { ...fixedDeadline(), remainingMs: () => 100 };
    const { ports, told } = deliveryPorts(bus, { deadline });

    // Act
    await delivered(bridgeEntries(3), ports);

    // Assess
    expect(Object.fromEntries(told)).toEqual({
      0: {
        code: 'DEADLINE',
        message: 'No time for another attempt after PUT_EVENTS_THROTTLED: ThrottlingException: Rate exceeded',
        attempts: 1,
      },
      1: {
        code: 'DEADLINE',
        message: 'No time for another attempt after PUT_EVENTS_UNAVAILABLE: InternalFailure',
        attempts: 1,
      },
      2: { code: 'EVENT_REFUSED', message: 'MalformedDetail', attempts: 1 },
    });
  });
});

describe('the pace of the bus', () => {
  const DENIED: EntryAnswer = { code: 'AccessDeniedException', message: 'not authorized' };
  const settings = { ...SETTINGS, maxRetries: 0 };

  /** How many requests may be under way of eight, after an answer. */
  async function concurrencyAfter(answer: BusAnswer, entriesSent = 2): Promise<number> {
    const pace = paceOf({ maxConcurrency: 8 });
    // Down to four, so that an answer can raise it as well.
    pace.concurrency.throttled(0, 0);
    for (let answers = 0; answers < 4; answers++) pace.concurrency.answered();
    const { ports } = deliveryPorts(new FakeEventBus([answer]), { pace, now: () => 1 });
    await delivered(bridgeEntries(entriesSent), ports, settings);
    return pace.concurrency.requests;
  }

  it.each([
    { what: 'an answer that takes all', answer: entries(), requests: 5 },
    { what: 'an answer that takes some', answer: entries('taken', { code: 'InternalFailure' }), requests: 5 },
    { what: 'an answer that throttles one entry', answer: entries('taken', THROTTLED), requests: 2 },
    { what: 'a throttled request', answer: requestError('ThrottlingException', 400), requests: 2 },
    { what: 'an answer that takes none', answer: entries(DENIED, DENIED), requests: 4 },
    { what: 'a server error', answer: requestError('InternalException', 500), requests: 4 },
  ])('allows $requests requests at once after $what, and four before it', async ({ answer, requests }) => {
    expect(await concurrencyAfter(answer)).toBe(requests);
  });

  it('tells by the moment when a request was sent whether it was under way at the last throttling', async () => {
    // Prepare: the request is sent at 10, the limit is lowered at 20, and the answer comes at 30.
    let nowMs = 10;
    const pace = paceOf({ maxConcurrency: 8 });
    const { ports } = deliveryPorts(new FakeEventBus(), {
      pace,
      now: () => nowMs,
      putEvents: async () => {
        nowMs = 20;
        pace.concurrency.throttled(0, nowMs);
        nowMs = 30;
        throw serviceError('ThrottlingException', 400);
      },
    });

    // Act
    await delivered(bridgeEntries(1), ports, settings);

    // Assess
    expect(pace.concurrency.requests).toBe(4);
  });

  it.each([
    { what: 'a denied request', answer: requestError('AccessDeniedException', 400), isOpen: true },
    { what: 'a bus that is missing', answer: requestError('ResourceNotFoundException', 400), isOpen: true },
    { what: 'an answer that denies all entries', answer: entries(DENIED, DENIED), isOpen: true },
    { what: 'an answer that denies one entry and takes one', answer: entries(DENIED), isOpen: false },
    {
      what: 'an answer that denies one entry and fails one',
      answer: entries(DENIED, { code: 'InternalFailure' }),
      isOpen: false,
    },
    { what: 'a throttled request', answer: requestError('ThrottlingException', 400), isOpen: false },
    { what: 'a server error', answer: requestError('InternalException', 500), isOpen: false },
    {
      what: 'an answer that refuses all entries for what is in them',
      answer: entries({ code: 'MalformedDetail' }, { code: 'MalformedDetail' }),
      isOpen: false,
    },
  ])('counts as a refusal of the bus: $isOpen, for $what', async ({ answer, isOpen }) => {
    const bus = new FakeEventBus([answer, answer, answer]);
    const { ports } = deliveryPorts(bus, { onFailed: () => undefined, onSent: () => undefined });

    for (let request = 0; request < 3; request++) await delivered(bridgeEntries(2), ports, settings);

    expect(ports.pace.circuit.failure !== undefined).toBe(isOpen);
  });

  it.each(['InvalidSignatureException', 'RequestExpired'])(
    'does not count %s of requests that were under way together: their answers set the clock right',
    async (name) => {
      // Prepare
      const bus = new FakeEventBus(Array(4).fill(requestError(name, 400)));
      const { ports, told } = deliveryPorts(bus);
      const requests = [0, 1, 2, 3].map((first) => bridgeEntries(8).slice(2 * first, 2 * first + 2));

      // Act
      await Promise.all(requests.map((request) => delivered(request, ports)));

      // Assess
      expect(endings(told)).toEqual(Array(8).fill('sent'));
      expect(ports.pace.circuit.failure).toBeUndefined();
    },
  );

  it('counts such refusals of requests that are made again: it is not the clock', async () => {
    // Prepare
    const bus = new FakeEventBus([], () => serviceError('InvalidSignatureException', 400));
    const { ports, told } = deliveryPorts(bus);

    // Act
    for (const entry of bridgeEntries(4)) await delivered([entry], ports);

    // Assess: the first is made three times, the second twice, and then no more.
    expect(requestsTo(bus)).toEqual([[0], [0], [0], [1], [1]]);
    expect(endings(told)).toEqual(Array(4).fill('PUT_EVENTS_DENIED'));
  });

  it('does not count a refusal before an event was taken', async () => {
    // Prepare
    const denied = requestError('AccessDeniedException', 400);
    const bus = new FakeEventBus([denied, denied, entries(DENIED), denied, denied]);
    const { ports } = deliveryPorts(bus, { onFailed: () => undefined, onSent: () => undefined });

    // Act
    for (let request = 0; request < 5; request++) await delivered(bridgeEntries(2), ports, settings);

    // Assess
    expect(ports.pace.circuit.failure).toBeUndefined();
  });

  it('counts a request as one refusal whose entries were rejected one by one', async () => {
    // Prepare
    const bus = busRejecting([0, 1, 2], serviceError('ValidationException', 400));
    const { ports } = deliveryPorts(bus, { onFailed: () => undefined });
    const isOpen: boolean[] = [];

    // Act
    for (let request = 0; request < 3; request++) {
      await delivered(bridgeEntries(3), ports);
      isOpen.push(ports.pace.circuit.failure !== undefined);
    }

    // Assess
    expect(isOpen).toEqual([false, false, true]);
    expect(ports.pace.circuit.failure).toEqual({
      code: 'PUT_EVENTS_REJECTED',
      message: 'ValidationException (HTTP 400)',
    });
  });

  it('is not judged by events that are too large for some Region, which are to blame themselves', async () => {
    const bus = busRejecting([0, 1], serviceError('RequestEntityTooLargeException', 413));
    const { ports, told } = deliveryPorts(bus);
    for (let refusal = 0; refusal < 2; refusal++)
      ports.pace.circuit.refused({ code: 'PUT_EVENTS_DENIED', message: '' });

    await delivered(bridgeEntries(2, 262_144), ports);

    expect(endings(told)).toEqual(['ENTRY_TOO_LARGE', 'ENTRY_TOO_LARGE']);
    expect(ports.pace.circuit.failure).toBeUndefined();
  });

  it('sends nothing more of a split once the bus counts as refusing everything', async () => {
    // Prepare: others find that out while the request is split.
    const bus = busRejecting([0, 1, 2, 3], serviceError('ValidationException', 400));
    const { ports, told } = deliveryPorts(bus, {
      putEvents: (request, signal) => {
        const { circuit } = ports.pace;
        for (let refusal = 0; bus.requests.length === 1 && refusal < 3; refusal++) {
          circuit.refused({ code: 'PUT_EVENTS_DENIED', message: 'not authorized' });
        }
        return bus.putEvents(request, signal);
      },
    });

    // Act
    await delivered(bridgeEntries(4), ports);

    // Assess
    expect(requestsTo(bus)).toEqual([[0, 1, 2, 3], [0]]);
    expect(endings(told)).toEqual(['PUT_EVENTS_REJECTED', ...Array(3).fill('PUT_EVENTS_DENIED')]);
    expect(told.get(3)).toMatchObject({
      attempts: 1,
      message: 'Not tried, because the event bus refuses all events: not authorized',
    });
  });

  it('is told with the reason once, however many requests were under way when the bus refused everything', async () => {
    // Prepare: the short requests show that all are rejected, before the long ones are split.
    const bus = new FakeEventBus([], () => serviceError('ValidationException', 400));
    const { ports, told } = deliveryPorts(bus);
    const all = bridgeEntries(63);
    const short = all.slice(0, 3).map((entry) => [entry]);
    const long = Array.from({ length: 6 }, (_, number) => all.slice(3 + number * 10, 13 + number * 10));

    // Act
    await Promise.all([...short, ...long].map((request) => delivered(request, ports)));

    // Assess
    expect(new Set(Array.from(told.values(), (what) => (what === 'sent' ? what : what.message)))).toEqual(
      new Set([
        'ValidationException (HTTP 400)',
        'Not tried, because the event bus refuses all events: ValidationException (HTTP 400)',
      ]),
    );
    expect(ports.pace.circuit.failure).toMatchObject({ message: 'ValidationException (HTTP 400)' });
  });

  it('spaces also the requests of a split, and repetitions', async () => {
    // Prepare
    const bus = new FakeEventBus([
      requestError('ValidationException', 400),
      entries(THROTTLED),
      entries(),
      entries(),
    ]);
    const { ports, waitsMs } = deliveryPorts(bus, { pace: paceOf({ maxRequestsPerSecond: 4 }) });

    // Act: time stands still.
    await delivered(bridgeEntries(2), ports);

    // Assess: 250 and 500 to the turns of the split, 100 before the repetition, 750 to its turn.
    expect(requestsTo(bus)).toEqual([[0, 1], [0], [1], [0]]);
    expect(waitsMs).toEqual([250, 500, 100, 750]);
  });

  it('takes no turn for a request that is not sent', async () => {
    const { ports } = deliveryPorts(new FakeEventBus(), {
      pace: paceOf({ maxRequestsPerSecond: 4 }),
      deadline: fixedDeadline(true),
    });

    await delivered(bridgeEntries(1), ports);

    expect(ports.pace.rate.waitMs(0)).toBe(0);
  });

  it('sends nothing when the deadline comes while a request waits for its turn', async () => {
    // Prepare
    let hasCome = false;
    const bus = new FakeEventBus();
    const { ports, told } = deliveryPorts(bus, {
      pace: paceOf({ maxRequestsPerSecond: 4 }),
      deadline: { ...fixedDeadline(), hasCome: () => hasCome },
      sleep: async () => {
        hasCome = true;
      },
    });
    ports.pace.rate.take(0);

    // Act
    await delivered(bridgeEntries(1), ports);

    // Assess
    expect(bus.requests).toEqual([]);
    expect(endings(told)).toEqual(['DEADLINE']);
  });

  it.each([
    { remainingMs: 550, code: 'DEADLINE' },
    { remainingMs: 551, code: 'sent' },
  ])(
    'counts the wait for the turn and the expected answer against the deadline: $remainingMs ms',
    async ({ remainingMs, code }) => {
      // Prepare: 250 ms to the turn, and 100 + 4 x 50 ms for the answer.
      const { ports, told } = deliveryPorts(new FakeEventBus(), {
        pace: paceOf({ maxRequestsPerSecond: 4 }),
        deadline: { ...fixedDeadline(), remainingMs: () => remainingMs },
      });
      ports.pace.rate.take(0);
      ports.pace.latency.add(100);

      // Act
      await delivered(bridgeEntries(1), ports);

      // Assess
      expect(endings(told)).toEqual([code]);
    },
  );

  it.each([
    { remainingMs: 200, code: 'DEADLINE' },
    { remainingMs: 201, code: 'sent' },
  ])('gives a request no more time than the limit: $remainingMs ms', async ({ remainingMs, code }) => {
    const { ports, told } = deliveryPorts(new FakeEventBus(), {
      deadline: { ...fixedDeadline(), remainingMs: () => remainingMs },
      maxMarginMs: 200,
    });
    ports.pace.latency.add(100);

    await delivered(bridgeEntries(1), ports);

    expect(endings(told)).toEqual([code]);
  });

  it.each([
    { what: 'taken', answer: entries() },
    { what: 'failed', answer: requestError('InternalException', 500) },
  ])('is learned from how long a request took that was $what', async ({ answer }) => {
    let nowMs = 0;
    const bus = new FakeEventBus([answer]);
    const { ports } = deliveryPorts(bus, {
      now: () => nowMs,
      putEvents: (request, signal) => {
        nowMs += 100;
        return bus.putEvents(request, signal);
      },
    });

    await delivered(bridgeEntries(1), ports, settings);

    expect(ports.pace.latency.expectedMs).toBe(300);
  });

  it('is not learned from a request that the deadline cut off', async () => {
    let nowMs = 0;
    const { ports } = deliveryPorts(new FakeEventBus(), {
      now: () => nowMs,
      deadline: { ...fixedDeadline(), hasCome: () => nowMs > 0 },
      putEvents: async () => {
        nowMs += 100;
        throw serviceError('AbortError');
      },
    });

    const report = await delivered(bridgeEntries(1), ports, settings);

    expect(ports.pace.latency.expectedMs).toBe(0);
    expect(report.latenciesMs).toEqual([100]);
  });

  it('takes a request for instant that the clock was set back in', async () => {
    let nowMs = 10_000;
    const bus = new FakeEventBus();
    const { ports } = deliveryPorts(bus, {
      now: () => nowMs,
      putEvents: (request, signal) => {
        nowMs = 5_000;
        return bus.putEvents(request, signal);
      },
    });

    const report = await delivered(bridgeEntries(1), ports);

    expect(report.latenciesMs).toEqual([0]);
    expect(ports.pace.latency.expectedMs).toBe(0);
  });

  it('lets others know before each wait for a repetition, and not otherwise', async () => {
    // Prepare
    const bus = new FakeEventBus([entries(THROTTLED), entries(THROTTLED)]);
    const log: string[] = [];
    const { ports } = deliveryPorts(bus, {
      onPause: () => log.push('pause'),
      onSent: () => log.push('sent'),
      sleep: async () => void log.push('sleep'),
    });

    // Act
    await delivered(bridgeEntries(2), ports);

    // Assess
    expect(log).toEqual(['sent', 'pause', 'sleep', 'pause', 'sleep', 'sent']);
  });
});
