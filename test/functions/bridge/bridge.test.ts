import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge, BridgePorts } from '../../../functions/bridge/bridge.ts';
import { type DeadLetter, WRITTEN, type WriteDeadLetters } from '../../../functions/bridge/dead-letter.ts';
import { RecordError } from '../../../functions/bridge/errors.ts';
import { frameSchemaKey } from '../../../functions/bridge/glue/frame.ts';
import type { Outcome } from '../../../functions/bridge/outcome.ts';
import type { PutEvents } from '../../../functions/bridge/put-events.ts';
import { InvalidEventError } from '../../../functions/bridge/read.ts';
import type { PayloadRenderer } from '../../../functions/bridge/schemas/payload-renderer.ts';
import type { BridgeEntry } from '../../../functions/bridge/wrap.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { bridgeOn } from '../../fixtures/bridge.ts';
import { FakeEventBus, serviceError } from '../../fixtures/event-bus.ts';
import { avroString, glueFrame, numberedSchemaVersionId } from '../../fixtures/glue-frame.ts';
import { base64, eventRecord, kafkaEvent, partitionOf } from '../../fixtures/kafka-event.ts';
import { type FetchSchemaVersion, glueSource, glueStore } from '../../fixtures/schema-registry.ts';
import { interruptibleSleep } from '../../fixtures/time.ts';

const PLENTY_MS = 60_000;
const POISON = base64('{"total":');

/** A bridge of Avro values, all of one schema, that are rendered like this. */
function bridgeRendering(
  bus: FakeEventBus,
  render: PayloadRenderer,
  ports: Partial<BridgePorts> = {},
  properties: Readonly<Record<string, unknown>> = {},
): Bridge {
  const store = glueStore(() => Promise.reject(new Error('No schema is asked for.')));
  vi.spyOn(store, 'resolve').mockResolvedValue(
    new Map([[frameSchemaKey(glueFrame(avroString(''))), render]]),
  );
  const avro = { 'value.converter': 'glue-avro', 'aws.eventbridge.request.max.concurrency': '1' };
  return bridgeOn(bus, { ...avro, ...properties }, { schemas: glueSource(store), ...ports });
}

function framedRecord(offset: number): KafkaEventRecord {
  return eventRecord({ offset, value: base64(glueFrame(avroString('hello'))) });
}

/** Carries a batch while time passes as fast as it can. */
async function carry(bridge: Bridge, event: unknown, timeoutMs = PLENTY_MS) {
  const endMs = Date.now() + timeoutMs;
  const carrying = bridge.carry(event, () => endMs - Date.now());
  // Without a handler, a failure before the timers are through would count as unhandled.
  carrying.catch(() => undefined);
  await vi.runAllTimersAsync();
  return await carrying;
}

/** A store that takes every dead letter. */
function takingStore() {
  const letters: DeadLetter[] = [];
  const write: WriteDeadLetters = async (given) => {
    letters.push(...given);
    return given.map(() => WRITTEN);
  };
  return { letters, write };
}

function summary(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((outcome) =>
    outcome.kind === 'sent' ? 'sent' : `${outcome.kind} ${outcome.failure.code}`,
  );
}

describe('Bridge', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('carries a batch of several topics and partitions to the bus, ten events a request', async () => {
    // Prepare
    const bus = new FakeEventBus();
    const records = Array.from({ length: 25 }, (_, number) =>
      eventRecord({ topic: number % 2 === 0 ? 'orders' : 'payments', partition: number % 3, offset: number }),
    );

    // Act
    const { outcomes, publishing, batch } = await carry(bridgeOn(bus), kafkaEvent(...records));

    // Assess
    expect(summary(outcomes)).toEqual(Array(25).fill('sent'));
    expect(bus.requests.map((request) => request.length)).toEqual([10, 10, 5]);
    expect(bus.requests.flat().map(({ detail }) => JSON.parse(detail).offset)).toEqual(
      batch.records.map(({ offset }) => offset),
    );
    expect(publishing).toMatchObject({ requests: 3, latenciesMs: [0, 0, 0] });
  });

  it('carries an empty batch without a request', async () => {
    const bus = new FakeEventBus();

    const { outcomes } = await carry(bridgeOn(bus), kafkaEvent());

    expect(outcomes).toEqual([]);
    expect(bus.requests).toEqual([]);
  });

  it('dead-letters a poison record and sends its neighbours', async () => {
    // Prepare
    const bus = new FakeEventBus();
    const { letters, write } = takingStore();
    const [first, poison, last] = [
      eventRecord({ offset: 1 }),
      eventRecord({ offset: 2, value: POISON }),
      eventRecord({ offset: 3 }),
    ];

    // Act
    const { outcomes } = await carry(
      bridgeOn(bus, {}, { writeDeadLetters: write }),
      kafkaEvent(first, poison, last),
    );

    // Assess
    expect(summary(outcomes)).toEqual(['sent', 'dead-letter PAYLOAD_INVALID', 'sent']);
    expect(letters).toMatchObject([
      { record: { offset: 2, value: POISON }, error: { code: 'PAYLOAD_INVALID' }, time: expect.any(String) },
    ]);
    expect(bus.taken.map(({ index }) => index)).toEqual([0, 2]);
  });

  it.each([
    { what: 'a timestamp in nanoseconds', member: { timestamp: 1.7e18 } },
    { what: 'the timestamp Long.MAX_VALUE', member: { timestamp: 2 ** 63 } },
    { what: 'headers that are no list', member: { headers: {} } },
    { what: 'header values that are no bytes', member: { headers: [{ trace: 'text' }] } },
    { what: 'a key that is no text', member: { key: 5 } },
    { what: 'a value that is no text', member: { value: {} } },
  ])('dead-letters a record with $what and sends its neighbours', async ({ member }) => {
    // Prepare
    const bus = new FakeEventBus();
    const { letters, write } = takingStore();
    const bad = { ...eventRecord({ offset: 2 }), ...member };
    const event = {
      ...kafkaEvent(),
      records: { 'orders-0': [eventRecord({ offset: 1 }), bad, eventRecord({ offset: 3 })] },
    };

    // Act
    const { outcomes } = await carry(bridgeOn(bus, {}, { writeDeadLetters: write }), event);

    // Assess
    expect(summary(outcomes)).toEqual(['sent', 'dead-letter RECORD_INVALID', 'sent']);
    expect(letters).toMatchObject([
      { record: { topic: 'orders', partition: 0, offset: 2 }, error: { code: 'RECORD_INVALID' } },
    ]);
    expect(bus.taken.map(({ index }) => index)).toEqual([0, 2]);
  });

  it('sends a record with the negative timestamp that stands for none', async () => {
    const bus = new FakeEventBus();

    const { outcomes } = await carry(bridgeOn(bus), kafkaEvent(eventRecord({ timestamp: -2 })));

    expect(summary(outcomes)).toEqual(['sent']);
    expect(bus.taken.map(({ detail }) => JSON.parse(detail).timestamp)).toEqual([null]);
  });

  it('dead-letters nothing when EventBridge rejects all events alike', async () => {
    // Prepare
    const { letters, write } = takingStore();
    const bus = new FakeEventBus([], () => serviceError('ValidationException', 400));

    // Act
    const { outcomes } = await carry(
      bridgeOn(bus, {}, { writeDeadLetters: write }),
      kafkaEvent(...partitionOf(20)),
    );

    // Assess
    expect(summary(outcomes)).toEqual(Array(20).fill('retry PUT_EVENTS_REJECTED'));
    expect(letters).toEqual([]);
  });

  it.each([
    { what: 'bad records are not tolerated', properties: { 'errors.tolerance': 'none' }, hasStore: true },
    { what: 'there is no dead-letter store', properties: {}, hasStore: false },
  ])('reports a poison record as failed when $what', async ({ properties, hasStore }) => {
    // Prepare
    const { letters, write } = takingStore();
    const bridge = bridgeOn(new FakeEventBus(), properties, {
      writeDeadLetters: hasStore ? write : undefined,
    });

    // Act
    const { outcomes } = await carry(bridge, kafkaEvent(eventRecord({ value: POISON })));

    // Assess
    expect(summary(outcomes)).toEqual(['retry PAYLOAD_INVALID']);
    expect(letters).toEqual([]);
  });

  it('retries a poison record whose dead letter could not be written', async () => {
    const bridge = bridgeOn(
      new FakeEventBus(),
      {},
      {
        writeDeadLetters: async (given) =>
          given.map(() => ({ written: false, problem: 'The queue is gone.' })),
      },
    );

    const { outcomes } = await carry(bridge, kafkaEvent(eventRecord({ value: POISON })));

    expect(summary(outcomes)).toEqual(['retry DEAD_LETTER_UNAVAILABLE']);
  });

  it('settles each record by what the bus said of it', async () => {
    // Prepare
    const throttled = { code: 'ThrottlingException' };
    const bus = new FakeEventBus([
      { kind: 'entries', answers: ['taken', { code: 'MalformedDetail' }, throttled, throttled] },
      { kind: 'entries', answers: [throttled, 'taken'] },
      { kind: 'entries', answers: [throttled] },
    ]);
    const { write } = takingStore();

    // Act
    const { outcomes } = await carry(
      bridgeOn(bus, {}, { writeDeadLetters: write }),
      kafkaEvent(...partitionOf(4)),
    );

    // Assess
    expect(summary(outcomes)).toEqual([
      'sent',
      'dead-letter EVENT_REFUSED',
      'retry PUT_EVENTS_THROTTLED',
      'sent',
    ]);
  });

  it('gives the memory of an event back when it has ended, however it ended, and not before', async () => {
    // Prepare
    const answers = ['taken', { code: 'MalformedDetail' }, { code: 'ThrottlingException' }] as const;
    const bus = new FakeEventBus([
      { kind: 'entries', answers },
      { kind: 'entries', answers: [answers[2]] },
    ]);
    const { write } = takingStore();
    const underWay = new Set<BridgeEntry>();
    const putEvents: PutEvents = (entries, signal) => {
      for (const entry of entries) underWay.add(entry);
      return bus.putEvents(entries, signal);
    };

    // Act
    await carry(
      bridgeOn(bus, { 'aws.eventbridge.retries.max': '1' }, { putEvents, writeDeadLetters: write }),
      kafkaEvent(...partitionOf(3)),
    );

    // Assess: the fake bus has read the last detail with the second request.
    expect(bus.requests.map(({ length }) => length)).toEqual([3, 1]);
    expect(underWay.size).toBe(3);
    for (const entry of underWay) expect(() => entry.detail).toThrow('was released before');
  });

  it('never sends an event over the limit, and sends the others', async () => {
    const bus = new FakeEventBus();
    const { write } = takingStore();
    const large = eventRecord({ offset: 1, value: base64(`"${'x'.repeat(300_000)}"`) });

    const { outcomes } = await carry(
      bridgeOn(bus, { 'aws.eventbridge.request.max.bytes': '262144' }, { writeDeadLetters: write }),
      kafkaEvent(eventRecord({ offset: 0 }), large, eventRecord({ offset: 2 })),
    );

    expect(summary(outcomes)).toEqual(['sent', 'dead-letter ENTRY_TOO_LARGE', 'sent']);
    expect(bus.taken.map(({ index }) => index)).toEqual([0, 2]);
  });

  it('resolves the schemas of the batch before it decodes, and fails only the records without one', async () => {
    // Prepare: the compiler is loaded when it is first needed, which takes real time.
    vi.useRealTimers();
    const fetch = vi.fn<FetchSchemaVersion>(async (id) => {
      if (id === numberedSchemaVersionId(2)) throw serviceError('ThrottlingException', 400);
      return { dataFormat: 'AVRO', definition: '"string"' };
    });
    const store = glueStore(fetch);
    const framed = (offset: number, schema: number) =>
      eventRecord({ offset, value: base64(glueFrame(avroString('hello'), numberedSchemaVersionId(schema))) });
    const bus = new FakeEventBus();
    const bridge = bridgeOn(bus, { 'value.converter': 'glue-avro' }, { schemas: glueSource(store) });

    // Act
    const { outcomes } = await bridge.carry(
      kafkaEvent(framed(0, 1), framed(1, 2), framed(2, 1)),
      () => PLENTY_MS,
    );

    // Assess
    expect(summary(outcomes)).toEqual(['sent', 'retry SCHEMA_UNAVAILABLE', 'sent']);
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(bus.taken.map(({ detail }) => JSON.parse(detail).value)).toEqual(['hello', 'hello']);
  });

  it('reports what the deadline left unsent: under way, and not yet begun', async () => {
    // Prepare
    const bus = new FakeEventBus([{ kind: 'hang', isTaken: false }]);
    const bridge = bridgeOn(bus, { 'aws.eventbridge.request.max.concurrency': '1' });
    const startMs = Date.now();

    // Act
    const { outcomes } = await carry(bridge, kafkaEvent(...partitionOf(25)), 10_000);

    // Assess
    expect(summary(outcomes)).toEqual(Array(25).fill('retry DEADLINE'));
    expect(bus.requests).toHaveLength(1);
    expect(Date.now() - startMs).toBe(8_000);
  });

  it('reports every record when the invocation begins without time', async () => {
    const bus = new FakeEventBus();

    const { outcomes } = await carry(bridgeOn(bus), kafkaEvent(...partitionOf(3)), 0);

    expect(summary(outcomes)).toEqual(Array(3).fill('retry DEADLINE'));
    expect(bus.requests).toEqual([]);
  });

  it('stops decoding when the deadline comes, and sends nothing after it', async () => {
    // Prepare: each record takes a second to decode, and 6 of the 8 seconds are for publishing: too few for a request.
    let nowMs = 0;
    const bus = new FakeEventBus();
    const bridge = bridgeRendering(
      bus,
      (_source, _start, end, out) => {
        nowMs += 1_000;
        out.null();
        return end;
      },
      { now: () => nowMs },
    );
    const records = Array.from({ length: 25 }, (_, offset) => framedRecord(offset));

    // Act
    const carrying = bridge.carry(kafkaEvent(...records), () => 8_000 - nowMs);
    await vi.advanceTimersByTimeAsync(1);
    const { outcomes } = await carrying;

    // Assess
    expect(nowMs).toBe(6_000);
    expect(bus.requests).toEqual([]);
    expect(summary(outcomes)).toEqual(Array(25).fill('retry DEADLINE'));
  });

  it('still writes dead letters in the time kept back for them', async () => {
    // Prepare
    const { write } = takingStore();
    const bus = new FakeEventBus([{ kind: 'hang', isTaken: false }]);
    const poisonedPartition = [eventRecord({ offset: 0, value: POISON }), eventRecord({ offset: 1 })];

    // Act
    const { outcomes } = await carry(
      bridgeOn(bus, {}, { writeDeadLetters: write }),
      kafkaEvent(...poisonedPartition),
      10_000,
    );

    // Assess
    expect(summary(outcomes)).toEqual(['dead-letter PAYLOAD_INVALID', 'retry DEADLINE']);
  });

  it('gives dead letters a signal that ends in time to answer', async () => {
    // Prepare
    let abortedAtMs = Number.NaN;
    const startMs = Date.now();
    const write: WriteDeadLetters = async (letters, signal) => {
      await interruptibleSleep(PLENTY_MS, signal);
      abortedAtMs = Date.now() - startMs;
      return letters.map(() => ({ written: false, problem: 'Aborted.' }));
    };
    const bridge = bridgeOn(new FakeEventBus(), {}, { writeDeadLetters: write });

    // Act
    const { outcomes } = await carry(bridge, kafkaEvent(eventRecord({ value: POISON })), 10_000);

    // Assess
    expect(summary(outcomes)).toEqual(['retry DEAD_LETTER_UNAVAILABLE']);
    expect(abortedAtMs).toBe(9_250);
  });

  it('dead-letters a record on which it stumbles itself, without its contents in the message', async () => {
    // Prepare
    const { letters, write } = takingStore();
    const bridge = bridgeRendering(
      new FakeEventBus(),
      () => {
        throw new TypeError('cannot read SECRET');
      },
      { writeDeadLetters: write },
    );

    // Act
    const { outcomes } = await carry(bridge, kafkaEvent(framedRecord(0)));

    // Assess
    expect(summary(outcomes)).toEqual(['dead-letter UNEXPECTED_ERROR']);
    expect(letters[0]?.error.message).toBe('Unexpected TypeError while the record was decoded.');
  });

  it('fails the whole batch when it is no Kafka event', async () => {
    const bus = new FakeEventBus();

    await expect(carry(bridgeOn(bus), { Records: [] })).rejects.toThrow(InvalidEventError);
    expect(bus.requests).toEqual([]);
  });

  it('serves batch after batch', async () => {
    const bridge = bridgeOn(new FakeEventBus());

    const first = await carry(bridge, kafkaEvent(...partitionOf(3)));
    const second = await carry(bridge, kafkaEvent(...partitionOf(2)));

    expect(summary(first.outcomes)).toEqual(['sent', 'sent', 'sent']);
    expect(summary(second.outcomes)).toEqual(['sent', 'sent']);
  });

  it('leaves no timer behind', async () => {
    const bridge = bridgeOn(new FakeEventBus());

    const carrying = bridge.carry(kafkaEvent(...partitionOf(3)), () => PLENTY_MS);
    await vi.advanceTimersByTimeAsync(1);
    await carrying;

    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an event bus that is missing', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gets nothing, and every record is to be retried', async () => {
    // Prepare
    const bus = new FakeEventBus();
    const { letters, write } = takingStore();
    const bridge = bridgeOn(bus, {}, { describeBus: async () => 'missing', writeDeadLetters: write });
    const records = [...partitionOf(20), eventRecord({ offset: 20, value: POISON })];

    // Act
    const { outcomes, publishing } = await carry(bridge, kafkaEvent(...records));

    // Assess
    expect(summary(outcomes)).toEqual(Array(21).fill('retry EVENT_BUS_MISSING'));
    expect(bus.requests).toEqual([]);
    expect(letters).toEqual([]);
    expect(publishing).toEqual({
      requests: 0,
      bytes: 0,
      throttled: 0,
      latenciesMs: [],
      stoppedBy: expect.objectContaining({ code: 'EVENT_BUS_MISSING' }),
    });
  });

  it('gets its events with the first batch after it was created', async () => {
    // Prepare
    const bus = new FakeEventBus();
    let exists = false;
    const bridge = bridgeOn(bus, {}, { describeBus: async () => (exists ? 'exists' : 'missing') });
    await carry(bridge, kafkaEvent(...partitionOf(3)));

    // Act
    exists = true;
    const { outcomes } = await carry(bridge, kafkaEvent(...partitionOf(3)));

    // Assess
    expect(summary(outcomes)).toEqual(['sent', 'sent', 'sent']);
  });

  it('is found again when it was deleted while events flowed', async () => {
    // Prepare
    const bus = new FakeEventBus();
    let exists = true;
    const bridge = bridgeOn(bus, {}, { describeBus: async () => (exists ? 'exists' : 'missing') });
    await carry(bridge, kafkaEvent(...partitionOf(1)));
    exists = false;

    // Act: an answer holds for five minutes.
    const soon = await carry(bridge, kafkaEvent(...partitionOf(1)));
    vi.advanceTimersByTime(5 * 60_000);
    const later = await carry(bridge, kafkaEvent(...partitionOf(1)));

    // Assess
    expect([summary(soon.outcomes), summary(later.outcomes)]).toEqual([
      ['sent'],
      ['retry EVENT_BUS_MISSING'],
    ]);
  });

  it.each(['denied', 'unknown'] as const)(
    'cannot be told from another when the answer is "%s": events are sent',
    async (answer) => {
      const bridge = bridgeOn(new FakeEventBus(), {}, { describeBus: async () => answer });

      expect(summary((await carry(bridge, kafkaEvent(...partitionOf(2)))).outcomes)).toEqual([
        'sent',
        'sent',
      ]);
    },
  );

  it('is asked for within the time for publishing, not longer', async () => {
    // Prepare
    let signal: AbortSignal | undefined;
    const bridge = bridgeOn(
      new FakeEventBus(),
      {},
      {
        describeBus: async (given) => {
          signal = given;
          await interruptibleSleep(PLENTY_MS, given);
          return 'unknown';
        },
      },
    );
    const startMs = Date.now();

    // Act
    const { outcomes } = await carry(bridge, kafkaEvent(...partitionOf(2)), 10_000);

    // Assess
    expect(signal?.aborted).toBe(true);
    expect(Date.now() - startMs).toBe(8_000);
    expect(summary(outcomes)).toEqual(['retry DEADLINE', 'retry DEADLINE']);
  });
});

describe('an event bus that refuses everything', () => {
  const DENIED = serviceError('AccessDeniedException', 400, 'not authorized');

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gets a few requests of a batch, one of the next, and everything once it takes events again', async () => {
    // Prepare
    let isDenying = true;
    const bus = new FakeEventBus([], () => (isDenying ? DENIED : undefined));
    const { letters, write } = takingStore();
    const bridge = bridgeOn(
      bus,
      { 'aws.eventbridge.request.max.concurrency': 1 },
      { writeDeadLetters: write },
    );
    const batch = kafkaEvent(...partitionOf(100));
    const requests: number[] = [];
    const carryAndCount = async () => {
      const before = bus.requests.length;
      const result = await carry(bridge, batch);
      requests.push(bus.requests.length - before);
      return result;
    };

    // Act
    const first = await carryAndCount();
    const second = await carryAndCount();
    isDenying = false;
    const third = await carryAndCount();

    // Assess
    expect(requests).toEqual([3, 1, 10]);
    for (const { outcomes, publishing } of [first, second]) {
      expect(summary(outcomes)).toEqual(Array(100).fill('retry PUT_EVENTS_DENIED'));
      expect(publishing.stoppedBy).toMatchObject({ code: 'PUT_EVENTS_DENIED' });
    }
    expect(summary(third.outcomes)).toEqual(Array(100).fill('sent'));
    expect(third.publishing.stoppedBy).toBeUndefined();
    expect(letters).toEqual([]);
  });

  it('tells how many requests may be under way by the end of a batch', async () => {
    const throttling = { kind: 'error', error: serviceError('ThrottlingException', 400) } as const;
    const bridge = bridgeOn(new FakeEventBus([throttling]), {
      'aws.eventbridge.request.max.concurrency': 8,
    });

    const { maxConcurrency } = await carry(bridge, kafkaEvent(...partitionOf(1)));

    expect(maxConcurrency).toBe(4);
  });
});

describe('the order of records', () => {
  const THROTTLED = { code: 'ThrottlingException' };
  const NO_REPETITION = { 'aws.eventbridge.retries.max': 0 };
  const ofPartition = (partition: number, ...offsets: number[]) =>
    offsets.map((offset) => eventRecord({ partition, offset }));

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Offsets of each request, in the order in which they were sent. */
  function offsetsSent(bus: FakeEventBus): number[][] {
    return bus.requests.map((request) => request.map(({ detail }) => JSON.parse(detail).offset));
  }

  it('is not kept without an order: one request holds what fits', async () => {
    const bus = new FakeEventBus([{ kind: 'entries', answers: [THROTTLED] }]);

    const { outcomes } = await carry(bridgeOn(bus, NO_REPETITION), kafkaEvent(...ofPartition(0, 0, 1, 2)));

    expect(offsetsSent(bus)).toEqual([[0, 1, 2]]);
    expect(summary(outcomes)).toEqual(['retry PUT_EVENTS_THROTTLED', 'sent', 'sent']);
  });

  it('by partition is kept by one record of each partition a request, the next when it was taken', async () => {
    const bus = new FakeEventBus();

    const { outcomes } = await carry(
      bridgeOn(bus, { 'aws.eventbridge.ordering': 'partition' }),
      kafkaEvent(...ofPartition(0, 0, 1, 2), ...ofPartition(1, 10, 11)),
    );

    expect(offsetsSent(bus)).toEqual([[0, 10], [1, 11], [2]]);
    expect(summary(outcomes)).toEqual(Array(5).fill('sent'));
  });

  it('by partition stops a partition at its first record to retry, and no other', async () => {
    // Prepare
    const bus = new FakeEventBus([
      { kind: 'entries', answers: [] },
      { kind: 'entries', answers: [THROTTLED] },
    ]);
    const bridge = bridgeOn(bus, { ...NO_REPETITION, 'aws.eventbridge.ordering': 'partition' });

    // Act
    const { outcomes } = await carry(
      bridge,
      kafkaEvent(...ofPartition(0, 0, 1, 2, 3), ...ofPartition(1, 10, 11, 12)),
    );

    // Assess
    expect(summary(outcomes)).toEqual([
      'sent',
      'retry PUT_EVENTS_THROTTLED',
      'retry HELD_FOR_ORDER',
      'retry HELD_FOR_ORDER',
      'sent',
      'sent',
      'sent',
    ]);
    expect(offsetsSent(bus)).toEqual([[0, 10], [1, 11], [12]]);
  });

  it('by key stops a key, and lets the others of its partition go on', async () => {
    // Prepare: keys a and b in turn; the first a is throttled.
    const bus = new FakeEventBus([{ kind: 'entries', answers: [THROTTLED] }]);
    const bridge = bridgeOn(bus, { ...NO_REPETITION, 'aws.eventbridge.ordering': 'key' });
    const records = [0, 1, 2, 3].map((offset) =>
      eventRecord({ offset, key: base64(offset % 2 === 0 ? 'a' : 'b') }),
    );

    // Act
    const { outcomes } = await carry(bridge, kafkaEvent(...records));

    // Assess
    expect(summary(outcomes)).toEqual(['retry PUT_EVENTS_THROTTLED', 'sent', 'retry HELD_FOR_ORDER', 'sent']);
  });

  it('lets a lane go on while an entry of another waits to be repeated', async () => {
    // Prepare
    const bus = new FakeEventBus([{ kind: 'entries', answers: [THROTTLED] }]);
    const bridge = bridgeOn(bus, { 'aws.eventbridge.ordering': 'partition' });

    // Act
    const { outcomes } = await carry(
      bridge,
      kafkaEvent(...ofPartition(0, 0, 1), ...ofPartition(1, 10, 11, 12)),
    );

    // Assess
    expect(offsetsSent(bus)).toEqual([[0, 10], [11], [12], [0], [1]]);
    expect(summary(outcomes)).toEqual(Array(5).fill('sent'));
  });

  it('is left by a bad record that the dead-letter store takes', async () => {
    // Prepare
    const bus = new FakeEventBus([
      { kind: 'entries', answers: [] },
      { kind: 'entries', answers: [{ code: 'MalformedDetail' }] },
    ]);
    const { write } = takingStore();
    const bridge = bridgeOn(bus, { 'aws.eventbridge.ordering': 'partition' }, { writeDeadLetters: write });
    const records = [0, 1, 2, 3].map((offset) =>
      eventRecord({ offset, ...(offset === 0 ? { value: POISON } : {}) }),
    );

    // Act
    const { outcomes } = await carry(bridge, kafkaEvent(...records));

    // Assess
    expect(summary(outcomes)).toEqual([
      'dead-letter PAYLOAD_INVALID',
      'sent',
      'dead-letter EVENT_REFUSED',
      'sent',
    ]);
  });

  it.each([
    { what: 'bad records are not tolerated', properties: { 'errors.tolerance': 'none' }, hasStore: true },
    { what: 'there is no dead-letter store', properties: {}, hasStore: false },
  ])('is held by a bad record when $what', async ({ properties, hasStore }) => {
    // Prepare
    const bus = new FakeEventBus([{ kind: 'entries', answers: [{ code: 'MalformedDetail' }] }]);
    const bridge = bridgeOn(
      bus,
      { 'aws.eventbridge.ordering': 'partition', ...properties },
      hasStore ? { writeDeadLetters: takingStore().write } : {},
    );
    const poisoned = [eventRecord({ partition: 1, offset: 9, value: POISON }), ...ofPartition(1, 10)];

    // Act
    const { outcomes } = await carry(bridge, kafkaEvent(...ofPartition(0, 0, 1), ...poisoned));

    // Assess
    expect(summary(outcomes)).toEqual([
      'retry EVENT_REFUSED',
      'retry HELD_FOR_ORDER',
      'retry PAYLOAD_INVALID',
      'retry HELD_FOR_ORDER',
    ]);
    expect(offsetsSent(bus)).toEqual([[0]]);
  });

  it('is held by a record whose schema is out of reach for now', async () => {
    // Prepare
    vi.useRealTimers();
    const store = glueStore(async (id) => {
      if (id === numberedSchemaVersionId(2)) throw new Error('The registry is down.');
      return { dataFormat: 'AVRO', definition: '"string"' };
    });
    const bus = new FakeEventBus();
    const bridge = bridgeOn(
      bus,
      { 'aws.eventbridge.ordering': 'partition', 'value.converter': 'glue-avro' },
      { schemas: glueSource(store) },
    );
    const framed = (partition: number, offset: number, schema: number) =>
      eventRecord({
        partition,
        offset,
        value: base64(glueFrame(avroString('hello'), numberedSchemaVersionId(schema))),
      });

    // Act
    const { outcomes } = await bridge.carry(
      kafkaEvent(framed(0, 0, 1), framed(0, 1, 2), framed(0, 2, 1), framed(1, 10, 1), framed(1, 11, 1)),
      () => PLENTY_MS,
    );

    // Assess
    expect(summary(outcomes)).toEqual([
      'sent',
      'retry SCHEMA_UNAVAILABLE',
      'retry HELD_FOR_ORDER',
      'sent',
      'sent',
    ]);
    expect(offsetsSent(bus)).toEqual([[0, 10], [11]]);
  });

  it('holds what was not reached in time like what comes behind it', async () => {
    // Prepare
    const bus = new FakeEventBus([
      { kind: 'entries', answers: [] },
      { kind: 'hang', isTaken: true },
    ]);
    const bridge = bridgeOn(bus, { 'aws.eventbridge.ordering': 'partition' });

    // Act
    const { outcomes } = await carry(bridge, kafkaEvent(...ofPartition(0, 0, 1, 2, 3)), 10_000);

    // Assess
    expect(summary(outcomes)).toEqual([
      'sent',
      'retry DEADLINE',
      'retry HELD_FOR_ORDER',
      'retry HELD_FOR_ORDER',
    ]);
  });

  it.each(['partition', 'key'])(
    'by %s decodes nothing after the deadline, however many records are bad',
    async (ordering) => {
      // Prepare: each record takes a second to decode, 6 of the 8 seconds are for publishing, and all are bad.
      let nowMs = 0;
      const bus = new FakeEventBus();
      const bridge = bridgeRendering(
        bus,
        () => {
          nowMs += 1_000;
          throw new RecordError('PAYLOAD_INVALID', 'bad');
        },
        { now: () => nowMs, writeDeadLetters: takingStore().write },
        { 'aws.eventbridge.ordering': ordering },
      );
      const records = Array.from({ length: 25 }, (_, offset) => framedRecord(offset));

      // Act
      const carrying = bridge.carry(kafkaEvent(...records), () => 8_000 - nowMs);
      await vi.advanceTimersByTimeAsync(1);
      const { outcomes } = await carrying;

      // Assess
      expect(nowMs).toBe(6_000);
      expect(summary(outcomes)).toEqual([
        ...Array(6).fill('dead-letter PAYLOAD_INVALID'),
        ...Array(19).fill('retry DEADLINE'),
      ]);
    },
  );
});
