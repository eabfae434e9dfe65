import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BatchResult, Bridge } from '../../../functions/bridge/bridge.ts';
import { type DeadLetter, WRITTEN, type WriteDeadLetters } from '../../../functions/bridge/dead-letter.ts';
import { publishingBudgetMs } from '../../../functions/bridge/deadline.ts';
import { RECORD_FAILURES } from '../../../functions/bridge/errors.ts';
import { MAX_UPLOADS_UNDER_WAY } from '../../../functions/bridge/offload/uploads.ts';
import type { Outcome } from '../../../functions/bridge/outcome.ts';
import { countOutcomes } from '../../../functions/bridge/report.ts';
import { BatchFailedError, batchResponse } from '../../../functions/bridge/settle.ts';
import type { Configuration } from '../../../shared/configuration/configuration.ts';
import { MAX_REQUEST_ENTRIES } from '../../../shared/configuration/limits.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { configuration } from '../../fixtures/configuration.ts';
import { type BusAnswer, type EntryAnswer, FakeEventBus, serviceError } from '../../fixtures/event-bus.ts';
import { base64, eventRecord, kafkaEvent } from '../../fixtures/kafka-event.ts';
import { type BucketAnswer, FakeBucket } from '../../fixtures/offloading.ts';
import { NO_REGISTRIES } from '../../fixtures/schema-registry.ts';
import { interruptibleSleep } from '../../fixtures/time.ts';

type Ordering = Configuration['ordering'];

const MAX_BYTES = 262_144;
const NANOSECONDS = 1.7e18;

/** Values good and bad: a topic name that is too long makes a detail type that is too long. */
const VALUES = {
  small: base64('{"total":12.5}'),
  large: base64(`"${'x'.repeat(100_000)}"`),
  tombstone: null,
  oversize: base64(`"${'x'.repeat(MAX_BYTES)}"`),
  poison: base64('{"total":'),
} as const;

const value = fc.oneof(
  { weight: 8, arbitrary: fc.constant(VALUES.small) },
  { weight: 2, arbitrary: fc.constantFrom(VALUES.large, VALUES.tombstone) },
  { weight: 2, arbitrary: fc.constantFrom(VALUES.oversize, VALUES.poison) },
);

const topic = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('orders', 'payments', 'eu-orders-1') },
  { weight: 1, arbitrary: fc.constant('t'.repeat(130)) },
);

/** Now and then in nanoseconds, which the event of Lambda does not carry exactly, or none. */
const timestamp = fc.oneof(
  { weight: 12, arbitrary: fc.constant(1_700_000_000_123) },
  { weight: 1, arbitrary: fc.constantFrom(-1, NANOSECONDS) },
);

/** Few keys, so that records share them; an empty one, and none. */
const key = fc.constantFrom(base64('a'), base64('b'), '', null);

/** Records of mixed topics, partitions and keys, each with coordinates of its own. */
const records = fc
  .array(fc.record({ topic, partition: fc.nat({ max: 2 }), key, value, timestamp }), { maxLength: 60 })
  .map((drafts) => drafts.map((draft, offset): KafkaEventRecord => eventRecord({ ...draft, offset })));

const entryAnswer: fc.Arbitrary<EntryAnswer> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('taken' as const) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        'ThrottlingException',
        'InternalFailure',
        'MalformedDetail',
        'AccessDeniedException',
        'SomethingNew',
      )
      .map((code) => ({ code })),
  },
  { weight: 1, arbitrary: fc.constant('nothing' as const) },
);

const requestError = fc
  .constantFrom(
    ['InternalException', 500],
    ['ThrottlingException', 400],
    ['ValidationException', 400],
    ['RequestEntityTooLargeException', 413],
    ['AccessDeniedException', 400],
    ['SyntaxError', 502],
    ['TimeoutError', undefined],
  )
  .map(([name, status]) => serviceError(String(name), typeof status === 'number' ? status : undefined));

const busAnswer: fc.Arbitrary<BusAnswer> = fc.oneof(
  fc.record({ kind: fc.constant('entries' as const), answers: fc.array(entryAnswer, { maxLength: 10 }) }),
  fc.record({ kind: fc.constant('error' as const), error: requestError }),
  fc.record({ kind: fc.constant('result-count' as const), count: fc.nat({ max: 12 }) }),
  fc.record({ kind: fc.constant('hang' as const), isTaken: fc.boolean() }),
  fc.record({ kind: fc.constant('slow' as const), ms: fc.nat({ max: 4_000 }) }),
);

/** What is known of the bus before the first event, and when. */
const busCheck = fc.oneof(
  { weight: 9, arbitrary: fc.constant({ answer: 'exists' as const, ms: 0 }) },
  {
    weight: 3,
    arbitrary: fc.record({
      answer: fc.constantFrom('exists' as const, 'denied' as const, 'unknown' as const),
      ms: fc.nat({ max: 2_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ answer: 'missing' as const, ms: 10 }) },
);

/** How the dead-letter store answers; nothing for a letter it forgets. */
const storeAnswers = fc.option(
  fc.record({
    answers: fc.array(fc.constantFrom('written' as const, 'refused' as const), { maxLength: 60 }),
    ms: fc.nat({ max: 3_000 }),
  }),
);

/** Which entries make any request that holds them fail as a whole, by their offset. */
const REJECTED = {
  none: () => false,
  some: (offset: number) => offset % 7 === 3,
  all: () => true,
} as const;

/** With what such a request fails. */
const REJECTIONS = {
  invalid: serviceError('ValidationException', 400),
  denied: serviceError('AccessDeniedException', 400),
} as const;

/** How the offloading bucket answers an upload. */
const bucketAnswer: fc.Arbitrary<BucketAnswer> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'taken' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('error' as const),
      error: fc.constantFrom(
        serviceError('AccessDenied', 403),
        serviceError('InternalError', 500),
        serviceError('SlowDown', 503),
        serviceError('EntityTooLarge', 400),
        serviceError('InvalidArgument', 400),
        serviceError('TimeoutError'),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hang' as const), isTaken: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('slow' as const), ms: fc.nat({ max: 4_000 }) }) },
);

/** What of the values goes to a bucket, and how that answers; null for none. */
const offloading = fc.option(
  fc.record({
    mode: fc.constantFrom('always' as const, 'oversized' as const),
    answers: fc.array(bucketAnswer, { maxLength: 30 }),
    isDenied: fc.constantFrom(false, false, false, true),
  }),
  // One of so many is null.
  { freq: 2 },
);

const scenario = fc.record({
  records,
  ordering: fc.constantFrom<Ordering[]>('none', 'partition', 'key'),
  busCheck,
  rejected: fc.constantFrom<(keyof typeof REJECTED)[]>('none', 'none', 'some', 'all'),
  rejection: fc.constantFrom<(keyof typeof REJECTIONS)[]>('invalid', 'denied'),
  script: fc.array(busAnswer, { maxLength: 15 }),
  store: storeAnswers,
  offloading,
  tolerance: fc.constantFrom('all', 'none'),
  maxConcurrency: fc.integer({ min: 1, max: 4 }),
  maxRequestsPerSecond: fc.constantFrom(0, 0, 3, 100),
  maxRetries: fc.nat({ max: 3 }),
  retryDelayMs: fc.constantFrom(0, 200, 5_000),
  timeoutMs: fc.constantFrom(0, 500, 3_000, 60_000),
  random: fc.constantFrom(0, 0.5, 0.999),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

/** What happened in a scenario: what the bridge says, and what the bus and the store have. */
interface Run {
  readonly result: BatchResult;
  /** When each request was sent, after the start. */
  readonly sentAtMs: readonly number[];
  readonly bus: FakeEventBus;
  readonly bucket: FakeBucket;
  readonly written: readonly DeadLetter[];
  readonly elapsedMs: number;
  /** Keys that events referred to before their objects were in the bucket. */
  readonly dangling: readonly string[];
  /** Requests that held a lane twice, or one that another request held at the same time. */
  readonly collisions: readonly string[];
}

async function run(given: Scenario): Promise<Run> {
  const { carry } = bridgeIn(given);
  return await carry(given.records);
}

/** One bridge in a scenario, which carries batch after batch; each is told of by itself, apart from what the bus has. */
function bridgeIn(given: Omit<Scenario, 'records'>) {
  const bus = new FakeEventBus(given.script, (entry) =>
    REJECTED[given.rejected](JSON.parse(entry.detail).offset) ? REJECTIONS[given.rejection] : undefined,
  );
  const bucket = new FakeBucket(given.offloading?.answers ?? [], () =>
    given.offloading?.isDenied === true ? serviceError('AccessDenied', 403) : undefined,
  );
  const dangling: string[] = [];
  let written: DeadLetter[] = [];
  let sentAtMs: number[] = [];
  let collisions: string[] = [];
  let startMs = Date.now();
  const lanes = new Map<string, string>();
  const underWay = new Set<string>();
  const bridge = new Bridge(
    configuration({
      'errors.tolerance': given.tolerance,
      'aws.eventbridge.ordering': given.ordering,
      'aws.eventbridge.request.max.bytes': MAX_BYTES,
      'aws.eventbridge.request.max.concurrency': given.maxConcurrency,
      'aws.eventbridge.request.max.rate': given.maxRequestsPerSecond,
      'aws.eventbridge.retries.max': given.maxRetries,
      'aws.eventbridge.retries.delay': given.retryDelayMs,
      ...(given.offloading === null ? {} : offloadingProperties(given.offloading.mode)),
    }),
    {
      schemas: NO_REGISTRIES,
      putObject: bucket.put,
      describeBus: async (signal) => {
        await interruptibleSleep(given.busCheck.ms, signal);
        return signal.aborted ? 'unknown' : given.busCheck.answer;
      },
      putEvents: async (entries, signal) => {
        sentAtMs.push(Date.now() - startMs);
        dangling.push(
          ...entries.flatMap(({ detail }) => keyIn(detail) ?? []).filter((each) => !bucket.objects.has(each)),
        );
        const held = entries.map(({ detail }) => lanes.get(idOf(JSON.parse(detail))) ?? 'no lane');
        collisions.push(...held.filter((lane, at) => underWay.has(lane) || held.indexOf(lane) !== at));
        for (const lane of held) underWay.add(lane);
        try {
          return await bus.putEvents(entries, signal);
        } finally {
          for (const lane of held) underWay.delete(lane);
        }
      },
      writeDeadLetters:
        given.store === null
          ? undefined
          : scriptedStore(given.store, (letter) => {
              written.push(letter);
            }),
      now: Date.now,
      random: () => given.random,
      sleep: interruptibleSleep,
    },
  );
  const carry = async (batch: readonly KafkaEventRecord[]): Promise<Run> => {
    written = [];
    sentAtMs = [];
    collisions = [];
    startMs = Date.now();
    const endMs = startMs + given.timeoutMs;
    for (const record of batch) lanes.set(idOf(record), laneOf(record, given.ordering));
    const carrying = bridge.carry(kafkaEvent(...batch), () => endMs - Date.now());
    carrying.catch(() => undefined);
    await vi.runAllTimersAsync();
    const result = await carrying;
    return { result, bus, bucket, dangling, sentAtMs, written, collisions, elapsedMs: Date.now() - startMs };
  };
  return { bus, bucket, carry };
}

/** What a record has to keep its order with: nothing, its partition, or its key. */
function laneOf(record: KafkaEventRecord, ordering: Ordering): string {
  const partition = `${record.topic}/${record.partition}`;
  if (ordering === 'partition') return partition;
  return ordering === 'key' && typeof record.key === 'string' ? `${partition}/${record.key}` : idOf(record);
}

function scriptedStore(
  { answers, ms }: NonNullable<Scenario['store']>,
  onWritten: (letter: DeadLetter) => void,
): WriteDeadLetters {
  return async (letters, signal) => {
    await interruptibleSleep(ms, signal);
    return letters.slice(0, answers.length).map((letter, position) => {
      if (signal.aborted || answers[position] !== 'written') {
        return { written: false, problem: 'The store did not take it.' };
      }
      onWritten(letter);
      return WRITTEN;
    });
  };
}

function offloadingProperties(mode: 'always' | 'oversized') {
  return {
    'aws.eventbridge.offloading.default.s3.bucket': 'large-values',
    'aws.eventbridge.offloading.default.mode': mode,
  };
}

/** The key of the object that a detail refers to. */
function keyIn(detail: string): string | undefined {
  const { dataref }: { dataref?: string } = JSON.parse(detail);
  return dataref?.replace('arn:aws:s3:::large-values/', '');
}

/** The value of a record as an object has it. */
function bodyOf({ value: contents }: KafkaEventRecord): string {
  const parsed: unknown = JSON.parse(Buffer.from(String(contents), 'base64').toString());
  return typeof parsed === 'string' ? parsed : JSON.stringify(parsed);
}

/** A record by its coordinates. */
function idOf(record: { topic: string; partition: number; offset: number }): string {
  return `${record.topic}/${record.partition}/${record.offset}`;
}

function idsTaken(bus: FakeEventBus): Set<string> {
  return new Set(bus.taken.map(({ detail }) => idOf(JSON.parse(detail))));
}

function idsOf({ batch, outcomes }: BatchResult, kind: string): string[] {
  return batch.records.filter((_, index) => outcomes[index]?.kind === kind).map(idOf);
}

/** Whether a record can become an event: the other records are poison. */
function isGood(record: KafkaEventRecord): boolean {
  return isGoodOffloaded(record) && record.value !== VALUES.oversize;
}

/** Whether it can when its value may go to a bucket. */
function isGoodOffloaded({ topic: name, value: contents, timestamp: at }: KafkaEventRecord): boolean {
  return name.length < 100 && contents !== VALUES.poison && at !== NANOSECONDS;
}

/** How each record ended, by its coordinates: `sent`, or kind and code. */
function endingsOf({ batch, outcomes }: BatchResult): Map<string, string> {
  return new Map(
    batch.records.map((record, index) => {
      const outcome = outcomes[index];
      const ending =
        outcome === undefined || outcome.kind === 'sent' ? 'sent' : `${outcome.kind} ${outcome.failure.code}`;
      return [idOf(record), ending];
    }),
  );
}

/** Runs arbitrary scenarios and lets a check judge each. */
async function always(check: (run: Run, given: Scenario) => void): Promise<void> {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      check(await run(given), given);
    }),
    { numRuns: 150 },
  );
}

describe('whatever the bus and the dead-letter store answer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('records in are sent, retried or dead-lettered: each exactly once, none forgotten, none invented', async () => {
    await always(({ result }, given) => {
      const { sent, retry, 'dead-letter': deadLettered } = countOutcomes(result.outcomes);

      expect(result.batch.records).toHaveLength(given.records.length);
      expect(result.outcomes).toHaveLength(given.records.length);
      expect(sent + retry + deadLettered).toBe(given.records.length);
    });
  });

  it('every record that counts as sent was taken by the bus', async () => {
    await always(({ result, bus }) => {
      const taken = idsTaken(bus);

      expect(idsOf(result, 'sent').filter((id) => !taken.has(id))).toEqual([]);
    });
  });

  it('every event on the bus is a record of the batch', async () => {
    await always(({ bus }, given) => {
      const received = new Set(given.records.map(idOf));

      expect([...idsTaken(bus)].filter((id) => !received.has(id))).toEqual([]);
    });
  });

  it('every record that counts as dead-lettered lies in the store, and only when bad records are tolerated', async () => {
    await always(({ result, written }, given) => {
      const deadLettered = idsOf(result, 'dead-letter');

      expect(written.map(({ record }) => idOf(record)).toSorted()).toEqual(deadLettered.toSorted());
      if (given.tolerance === 'none' || given.store === null) expect(deadLettered).toEqual([]);
    });
  });

  it('the batch response names exactly the records to retry, or the invocation fails', async () => {
    await always(({ result }) => {
      const retries = result.batch.records
        .filter((_, index) => result.outcomes[index]?.kind === 'retry')
        .map(({ topicPartition, offset }) => ({ itemIdentifier: { partition: topicPartition, offset } }));

      expect(batchResponse(result, true)).toEqual({ batchItemFailures: retries });
      if (retries.length > 0) expect(() => batchResponse(result, false)).toThrow(BatchFailedError);
      else expect(batchResponse(result, false)).toEqual({ batchItemFailures: [] });
    });
  });

  it('no event refers to an object before it is in the bucket', async () => {
    await always(({ dangling }) => {
      expect(dangling).toEqual([]);
    });
  });

  it('every event on the bus holds its value, or refers to an object that is the value of its record and of no other', async () => {
    await always(({ bus, bucket }, given) => {
      const byId = new Map(given.records.map((record) => [idOf(record), record]));
      for (const { detail } of bus.taken) {
        const event = JSON.parse(detail);
        const record = byId.get(idOf(event));
        const objectKey = keyIn(detail);
        if (objectKey === undefined) {
          expect(event).toHaveProperty('value');
          continue;
        }
        expect(event).not.toHaveProperty('value');
        expect(objectKey).toContain(`${idOf(event)}-`);
        expect(String(Buffer.from(bucket.objects.get(objectKey)?.body ?? []))).toBe(record && bodyOf(record));
      }
    });
  });

  it('what is offloaded is what the mode says', async () => {
    await always(({ bus }, { offloading: settings }) => {
      const isOffloaded = ({ detail }: { readonly detail: string }) => keyIn(detail) !== undefined;
      const isLarge = ({ detail }: { readonly detail: string }) => JSON.parse(detail).value?.length > 1_000;

      if (settings === null) expect(bus.taken.filter(isOffloaded)).toEqual([]);
      if (settings?.mode === 'always') expect(bus.taken.filter(isLarge)).toEqual([]);
    });
  });

  it('a bucket that denies everything is left alone after a few uploads, and no record is dead-lettered for it', async () => {
    await always(({ bucket, result }, { offloading: settings }) => {
      if (settings?.isDenied !== true) return;
      const codes = result.outcomes.flatMap((outcome) =>
        outcome.kind === 'dead-letter' ? [outcome.failure.code] : [],
      );

      expect(bucket.uploads.length).toBeLessThanOrEqual(MAX_UPLOADS_UNDER_WAY + 2);
      expect(codes).not.toContain('OFFLOAD_REFUSED');
    });
  });

  it('no request breaks a limit of the service or the configured concurrency', async () => {
    await always(({ bus }, given) => {
      for (const request of bus.requests) {
        const bytes = request.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
        expect(request.length).toBeGreaterThan(0);
        expect(request.length).toBeLessThanOrEqual(MAX_REQUEST_ENTRIES);
        expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
      }
      expect(bus.mostUnderWay).toBeLessThanOrEqual(given.maxConcurrency);
    });
  });

  it('the answer comes before the invocation runs out of time', async () => {
    await always(({ elapsedMs }, given) => {
      expect(elapsedMs).toBeLessThanOrEqual(given.timeoutMs);
    });
  });

  it('no request is sent once the time for publishing is over', async () => {
    await always(({ sentAtMs }, given) => {
      const budgetMs = publishingBudgetMs(given.timeoutMs);

      expect(sentAtMs.filter((atMs) => atMs >= budgetMs)).toEqual([]);
    });
  });

  it('only what no repetition helps is dead-lettered', async () => {
    await always(({ result }) => {
      const codes = result.outcomes.flatMap((outcome) =>
        outcome.kind === 'dead-letter' ? [outcome.failure.code] : [],
      );

      expect(codes.filter((code) => RECORD_FAILURES[code].kind !== 'permanent')).toEqual([]);
    });
  });

  it('an event that EventBridge rejects never takes its neighbours along: all others are sent', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (given) => {
        const { result } = await run({ ...FAULTLESS, rejected: 'some', records: given });
        const good = given.filter(isGood);
        const harmless = good.filter(({ offset }) => !REJECTED.some(offset));
        const endings = endingsOf(result);

        expect(idsOf(result, 'sent').toSorted()).toEqual(harmless.map(idOf).toSorted());
        for (const record of good.filter(({ offset }) => REJECTED.some(offset))) {
          expect(endings.get(idOf(record))).toMatch(
            /^(dead-letter EVENT_REFUSED|retry PUT_EVENTS_REJECTED)$/,
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it('when EventBridge rejects all events alike, none is dead-lettered for it', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (given) => {
        const { result, bus } = await run({ ...FAULTLESS, rejected: 'all', records: given });
        const endings = endingsOf(result);

        for (const record of given.filter(isGood)) {
          expect(endings.get(idOf(record))).toBe('retry PUT_EVENTS_REJECTED');
        }
        expect(idsTaken(bus)).toEqual(new Set());
      }),
      { numRuns: 50 },
    );
  });

  it('the scenarios above reach every way for a record to end', async () => {
    const reached = new Set<string>();

    for (const given of fc.sample(scenario, { numRuns: 300, seed: 1 })) {
      for (const ending of endingsOf((await run(given)).result).values()) reached.add(ending);
    }

    expect([...reached]).toEqual(
      expect.arrayContaining([
        'sent',
        'dead-letter RECORD_INVALID',
        'dead-letter PAYLOAD_INVALID',
        'dead-letter DETAIL_TYPE_INVALID',
        'dead-letter ENTRY_TOO_LARGE',
        'dead-letter EVENT_REFUSED',
        'retry RECORD_INVALID',
        'retry EVENT_REFUSED',
        'retry PUT_EVENTS_REJECTED',
        'retry PUT_EVENTS_DENIED',
        'retry PUT_EVENTS_THROTTLED',
        'retry PUT_EVENTS_UNAVAILABLE',
        'retry EVENT_BUS_MISSING',
        'retry HELD_FOR_ORDER',
        'retry DEADLINE',
        'retry DEAD_LETTER_UNAVAILABLE',
        'dead-letter OFFLOAD_REFUSED',
        'retry OFFLOAD_REFUSED',
        'retry OFFLOAD_DENIED',
        'retry OFFLOAD_UNAVAILABLE',
      ]),
    );
  });

  it('the same poison never stops its neighbours: without faults every good record is sent, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(records, scenario, async (given, { ordering }) => {
        const { result } = await run({ ...FAULTLESS, ordering, records: given });

        expect(idsOf(result, 'sent').toSorted()).toEqual(given.filter(isGood).map(idOf).toSorted());
        expect(idsOf(result, 'retry')).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

/** A scenario in one of the ordered modes. */
const orderedScenario = fc
  .tuple(scenario, fc.constantFrom<Ordering[]>('partition', 'key'))
  .map(([given, ordering]): Scenario => ({ ...given, ordering }));

async function alwaysInOrder(check: (run: Run, given: Scenario) => void): Promise<void> {
  await fc.assert(
    fc.asyncProperty(orderedScenario, async (given) => {
      check(await run(given), given);
    }),
    { numRuns: 150 },
  );
}

/** Offsets of each lane in the order in which the bus took them first. */
function firstTaken(bus: FakeEventBus, records: readonly KafkaEventRecord[], ordering: Ordering): number[][] {
  const byId = new Map(records.map((record) => [idOf(record), record]));
  const taken = [...idsTaken(bus)].flatMap((id) => byId.get(id) ?? []);
  const lanes = Map.groupBy(taken, (record) => laneOf(record, ordering));
  return Array.from(lanes.values(), (lane) => lane.map(({ offset }) => offset));
}

function ascending(lanes: readonly (readonly number[])[]): number[][] {
  return lanes.map((lane) => lane.toSorted((a, b) => a - b));
}

/** Whether it is held: for all reasons but that the letter of a bad record could not be written, which shows at the end. */
function isHolding(outcome: Outcome | undefined): boolean {
  return outcome?.kind === 'retry' && outcome.failure.code !== 'DEAD_LETTER_UNAVAILABLE';
}

describe('whatever the bus answers to records in order', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('it takes the records of a lane in the order of their offsets', async () => {
    await alwaysInOrder(({ bus }, { records: given, ordering }) => {
      const lanes = firstTaken(bus, given, ordering);

      expect(lanes).toEqual(ascending(lanes));
    });
  });

  it('a record to retry holds all that follow in its lane: they are to be retried, and were not taken', async () => {
    await alwaysInOrder(({ result: { batch, outcomes }, bus }, given) => {
      const taken = idsTaken(bus);
      const positions = batch.records.map((record, index) => ({ id: idOf(record), index }));
      const lanes = Map.groupBy(positions, ({ id }) => {
        const record = given.records.find((each) => idOf(each) === id);
        return record === undefined ? 'no lane' : laneOf(record, given.ordering);
      });

      for (const lane of lanes.values()) {
        const first = lane.findIndex(({ index }) => isHolding(outcomes[index]));
        const behind = first < 0 ? [] : lane.slice(first + 1);
        expect(behind.filter(({ index }) => outcomes[index]?.kind !== 'retry')).toEqual([]);
        expect(behind.filter(({ id }) => taken.has(id))).toEqual([]);
      }
    });
  });

  it('no request holds two records of a lane, nor one of a lane that another request holds', async () => {
    await alwaysInOrder(({ collisions }) => {
      expect(collisions).toEqual([]);
    });
  });

  it('two records of a lane do meet without an order, so that the check above can fail', async () => {
    const given = [0, 1].map((offset) => eventRecord({ offset, key: null }));
    const bridge = bridgeIn({ ...FAULTLESS, ordering: 'partition' });

    const { collisions } = await bridgeIn({ ...FAULTLESS, ordering: 'none' }).carry([...given, ...given]);

    expect(collisions).not.toEqual([]);
    expect((await bridge.carry(given)).collisions).toEqual([]);
  });

  it('what is delivered again goes in order as well, batch after batch', async () => {
    await fc.assert(
      fc.asyncProperty(orderedScenario, fc.array(records, { maxLength: 3 }), async (given, more) => {
        // Prepare: dead letters are written, because a bad record whose letter is not leaves the order.
        const all: KafkaEventRecord[] = [];
        const { bus, carry } = bridgeIn({ ...given, store: FAULTLESS.store });
        let again: readonly KafkaEventRecord[] = [];

        // Act: each batch begins with what the former one left.
        for (const fresh of [given.records, ...more]) {
          const numbered = fresh.map((record, index) => ({ ...record, offset: all.length + index }));
          all.push(...numbered);
          const { result } = await carry([...again, ...numbered]);
          const retries = new Set(idsOf(result, 'retry'));
          again = [...again, ...numbered].filter((record) => retries.has(idOf(record)));
        }

        // Assess
        const lanes = firstTaken(bus, all, given.ordering);
        expect(lanes).toEqual(ascending(lanes));
      }),
      { numRuns: 100 },
    );
  });
});

describe('one bridge, batch after batch', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('accounts for every record of every batch, whatever it learned from those before', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.array(records, { minLength: 1, maxLength: 4 }), async (given, more) => {
        const { bus, carry } = bridgeIn(given);
        let offset = 0;

        for (const fresh of [given.records, ...more]) {
          const batch = fresh.map((record) => ({ ...record, offset: offset++ }));
          const { result, written, sentAtMs, elapsedMs } = await carry(batch);
          const taken = idsTaken(bus);

          expect(result.batch.records.map(idOf).toSorted()).toEqual(batch.map(idOf).toSorted());
          expect(result.outcomes).toHaveLength(batch.length);
          expect(idsOf(result, 'sent').filter((id) => !taken.has(id))).toEqual([]);
          expect(written.map(({ record }) => idOf(record)).toSorted()).toEqual(
            idsOf(result, 'dead-letter').toSorted(),
          );
          expect(elapsedMs).toBeLessThanOrEqual(given.timeoutMs);
          expect(sentAtMs.filter((atMs) => atMs >= publishingBudgetMs(given.timeoutMs))).toEqual([]);
        }
        expect(bus.mostUnderWay).toBeLessThanOrEqual(given.maxConcurrency);
      }),
      { numRuns: 150 },
    );
  });

  it('sends everything in the end, once the bus takes events again', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        // Prepare: with time enough, and a script of faults that runs out.
        const { carry } = bridgeIn({
          ...FAULTLESS,
          ordering: given.ordering,
          script: given.script,
          maxConcurrency: given.maxConcurrency,
          maxRequestsPerSecond: given.maxRequestsPerSecond,
          maxRetries: given.maxRetries,
        });
        let left: readonly KafkaEventRecord[] = given.records.filter(isGood);
        let batches = 0;

        // Act: each answer of the script breaks one batch at most.
        for (; left.length > 0 && batches <= given.script.length + 1; batches++) {
          const { result } = await carry(left);
          const retries = new Set(idsOf(result, 'retry'));
          left = left.filter((record) => retries.has(idOf(record)));
        }

        // Assess
        expect(left).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('sends everything in the end, once the bucket takes objects again: each value under one key, however often', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.array(bucketAnswer, { maxLength: 12 }), async (given, answers) => {
        // Prepare
        const { bucket, bus, carry } = bridgeIn({
          ...FAULTLESS,
          ordering: given.ordering,
          offloading: { mode: 'always', answers: answers.filter(isTransient), isDenied: false },
          maxConcurrency: given.maxConcurrency,
          maxRetries: given.maxRetries,
        });
        const good = given.records.filter(isGoodOffloaded);
        let left: readonly KafkaEventRecord[] = good;
        let batches = 0;

        // Act
        for (; left.length > 0 && batches <= answers.length + 1; batches++) {
          const { result } = await carry(left);
          const retries = new Set(idsOf(result, 'retry'));
          left = left.filter((record) => retries.has(idOf(record)));
        }
        await carry(good);

        // Assess
        expect(left).toEqual([]);
        expect(bucket.objects.size).toBe(good.filter(({ value: contents }) => contents !== null).length);
        expect(new Set(bus.taken.map(({ detail }) => detail)).size).toBe(good.length);
      }),
      { numRuns: 100 },
    );
  });

  it('asks a bus that denies everything a few times, and once a batch from then on', async () => {
    await fc.assert(
      fc.asyncProperty(
        scenario,
        fc.array(records, { minLength: 1, maxLength: 5 }),
        async ({ ordering, maxConcurrency, maxRetries, records: first }, more) => {
          // Prepare
          const { carry } = bridgeIn({
            ...FAULTLESS,
            ordering,
            maxConcurrency,
            maxRetries,
            rejected: 'all',
            rejection: 'denied',
          });
          let isKnown = false;
          let requests = 0;

          for (const batch of [first, ...more]) {
            // Act
            const { result, sentAtMs, written } = await carry(batch);
            requests += sentAtMs.length;

            // Assess
            expect(sentAtMs.length).toBeLessThanOrEqual(isKnown ? 1 : maxConcurrency + 3);
            expect(idsOf(result, 'dead-letter')).toHaveLength(written.length);
            expect(written.filter(({ error }) => error.code === 'EVENT_REFUSED')).toEqual([]);
            isKnown ||= requests >= 3;
            if (isKnown && sentAtMs.length > 0) {
              expect(result.publishing.stoppedBy).toMatchObject({ code: 'PUT_EVENTS_DENIED' });
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** Whether the object may be taken another time, and in the time that there is. */
function isTransient(answer: BucketAnswer): boolean {
  return answer.kind !== 'error' || !['EntityTooLarge', 'InvalidArgument'].includes(answer.error.name);
}

const FAULTLESS: Omit<Scenario, 'records'> = {
  ordering: 'none',
  busCheck: { answer: 'exists', ms: 0 },
  rejected: 'none',
  rejection: 'invalid',
  script: [],
  store: { answers: Array<'written'>(60).fill('written'), ms: 0 },
  offloading: null,
  tolerance: 'all',
  maxConcurrency: 4,
  maxRequestsPerSecond: 0,
  maxRetries: 2,
  retryDelayMs: 200,
  timeoutMs: 60_000,
  random: 0.5,
};
