import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../../functions/bridge/bridge.ts';
import { type DeadLetter, deadLetter } from '../../../functions/bridge/dead-letter.ts';
import { readBatch } from '../../../functions/bridge/read.ts';
import { type RedrivePorts, type RedriveResult, redrive } from '../../../functions/redrive/redrive.ts';
import { SentRecords } from '../../../functions/redrive/sent-records.ts';
import type { KafkaEventHeader, KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { bridgeOn } from '../../fixtures/bridge.ts';
import { REQUIRED_PROPERTIES } from '../../fixtures/configuration.ts';
import { FakeEventBus, serviceError } from '../../fixtures/event-bus.ts';
import { base64, eventRecord, kafkaEvent } from '../../fixtures/kafka-event.ts';

const CONNECTOR_ID = REQUIRED_PROPERTIES['aws.eventbridge.connector.id'];
const FAILURE = { code: 'PAYLOAD_INVALID', message: 'bad bytes' } as const;
const POISON = base64('{"total":');
const PLENTY_MS = 60_000;

/** The dead letters of these records, in the order in which the bridge reads them. */
function lettersOf(records: readonly KafkaEventRecord[], connectorId: string = CONNECTOR_ID): DeadLetter[] {
  const batch = readBatch(kafkaEvent(...records));
  return batch.records.map((record) => deadLetter({ connectorId, batch, nowMs: 0 }, record, FAILURE));
}

function letterOf(record: Partial<KafkaEventRecord> = {}, connectorId: string = CONNECTOR_ID): string {
  return JSON.stringify(lettersOf([eventRecord(record)], connectorId)[0]);
}

/** Ports of a function that needs no objects. */
function portsOf(bridge: Pick<Bridge, 'carry'>, remainingMs: () => number): RedrivePorts {
  const objects = {
    read: () => Promise.reject(new Error('No object is asked for.')),
    remove: () => Promise.reject(new Error('No object is deleted.')),
  };
  return {
    bridge,
    connectorId: CONNECTOR_ID,
    objects,
    buckets: [],
    sent: new SentRecords(),
    now: Date.now,
    remainingMs,
  };
}

/** Carries messages `m0`, `m1` … with these bodies, while time passes as fast as it can. */
async function carry(
  bodies: readonly string[],
  bridge: Pick<Bridge, 'carry'>,
  timeoutMs = PLENTY_MS,
): Promise<RedriveResult> {
  const endMs = Date.now() + timeoutMs;
  const event = { Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) };
  const carrying = redrive(
    event,
    portsOf(bridge, () => endMs - Date.now()),
  );
  return await inNoTime(carrying);
}

/** Waits for something while time passes as fast as it can. */
async function inNoTime<T>(work: Promise<T>): Promise<T> {
  // Without a handler, a failure before the timers are through would count as unhandled.
  work.catch(() => undefined);
  await vi.runAllTimersAsync();
  return await work;
}

function staying({ response }: RedriveResult): string[] {
  return response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).toSorted();
}

/** What was sent, whatever the order and the batches. */
function entriesOn({ taken }: FakeEventBus): string[] {
  return taken.map(({ index, ...entry }) => JSON.stringify(entry)).toSorted();
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('an event that was redriven', () => {
  const bytes = fc.uint8Array({ maxLength: 20 }).map(base64);
  const name = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '1', '', 'city'));
  const header = fc
    .tuple(name, fc.option(fc.array(fc.integer({ min: -128, max: 127 }), { maxLength: 20 }), { nil: null }))
    .map(([key, value]): KafkaEventHeader => Object.fromEntries([[key, value]]));
  const record = fc.record({
    topic: fc.constantFrom('orders', 'orders-0', '1', '__proto__'),
    partition: fc.nat(3),
    timestamp: fc.option(fc.nat(), { nil: null }),
    timestampType: fc.constantFrom('CREATE_TIME', 'LOG_APPEND_TIME', null),
    key: fc.option(bytes, { nil: null }),
    value: fc.option(bytes, { nil: null }),
    headers: fc.array(header, { maxLength: 4 }),
  });
  /** What Lambda might put in place of a member. */
  const oddRecord = fc
    .tuple(record, fc.constantFrom('key', 'value', 'headers', 'timestamp'), fc.constantFrom(7, 'a', [1]))
    .map(([good, member, odd]) => ({ ...good, [member]: odd }));
  const records = fc
    .array(fc.oneof({ weight: 6, arbitrary: record }, { weight: 1, arbitrary: oddRecord }), { maxLength: 12 })
    .map((drafts) => drafts.map((draft, offset): KafkaEventRecord => ({ ...draft, offset })));

  it.each(['bytes', 'string'])(
    'is the event that the record would have become, to the last byte (%s)',
    async (format) => {
      const properties = {
        'key.converter': format,
        'value.converter': format,
        'header.converter': 'bytes',
      };
      await fc.assert(
        fc.asyncProperty(records, async (given) => {
          const direct = new FakeEventBus();
          const directly = bridgeOn(direct, properties).carry(kafkaEvent(...given), () => PLENTY_MS);
          const sent = await inNoTime(directly);
          const redriven = new FakeEventBus();

          const letters = lettersOf(given).map((letter) => JSON.stringify(letter));
          const result = await carry(letters, bridgeOn(redriven, properties));

          expect(entriesOn(redriven)).toEqual(entriesOn(direct));
          // What the direct path could not send either is what stays.
          const failed = sent.outcomes.flatMap(({ kind }, index) => (kind === 'sent' ? [] : [`m${index}`]));
          expect(staying(result)).toEqual(failed.toSorted());
        }),
      );
    },
  );

  it('keeps a header called __proto__, headers that come twice, and those without a value', async () => {
    const bus = new FakeEventBus();
    const headers = JSON.parse('[{"__proto__":[120]},{"city":[90]},{"city":[89]},{"none":null}]');

    await carry([letterOf({ headers, key: null, value: null })], bridgeOn(bus));

    expect(bus.taken[0]?.detail).toContain(
      '"headers":[{"__proto__":"x"},{"city":"Z"},{"city":"Y"},{"none":null}],"key":null,"value":null}',
    );
  });
});

describe('redrive', () => {
  const message = fc.record({
    kind: fc.constantFrom('good', 'good', 'good', 'poison', 'foreign', 'garbage', 'again'),
    selfManaged: fc.boolean(),
    partition: fc.nat(2),
  });
  const answers = fc.array(
    fc.constantFrom('taken' as const, 'nothing' as const, { code: 'ThrottlingException' }, { code: 'New' }),
    { maxLength: 10 },
  );
  const busAnswer = fc.oneof(
    answers.map((list) => ({ kind: 'entries' as const, answers: list })),
    fc
      .constantFrom(['ThrottlingException', 400], ['ValidationException', 400], ['InternalException', 500])
      .map(([name, status]) => ({
        kind: 'error' as const,
        error: serviceError(String(name), Number(status)),
      })),
    fc.constant({ kind: 'hang' as const, isTaken: false }),
  );

  it('lets exactly those messages go whose record the bus took, whatever the batch and the bus', async () => {
    const tolerance = fc.constantFrom('all', 'none');
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 30 }),
        fc.array(busAnswer, { maxLength: 6 }),
        tolerance,
        async (drafts, script, errorsTolerance) => {
          const bodies: string[] = [];
          for (const [offset, { kind, selfManaged, partition }] of drafts.entries()) {
            if (kind === 'garbage') bodies.push('{"version":"1"}');
            else if (kind === 'again') bodies.push(bodies.at(-1) ?? 'nothing');
            else {
              const text = letterOf(
                { offset, partition, ...(kind === 'poison' ? { value: POISON } : {}) },
                kind === 'foreign' ? 'another' : CONNECTOR_ID,
              );
              bodies.push(selfManaged ? text.replace('"aws:kafka"', '"SelfManagedKafka"') : text);
            }
          }
          const bus = new FakeEventBus(script);
          const bridge = bridgeOn(bus, { 'errors.tolerance': errorsTolerance });

          const result = await carry(bodies, bridge);

          const offsets = new Set(bus.taken.map(({ detail }): number => JSON.parse(detail).offset));
          const expected = bodies.flatMap((body, index) => (isTaken(body, offsets) ? [] : [`m${index}`]));
          expect(staying(result)).toEqual(expected.toSorted());
          expect(result.redriven + staying(result).length).toBe(bodies.length);
          expect(result.batches.flatMap(({ outcomes }) => outcomes.map(({ kind }) => kind))).not.toContain(
            'dead-letter',
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  function isTaken(body: string, offsets: ReadonlySet<number>): boolean {
    const { record } = body.startsWith('{') ? JSON.parse(body) : { record: undefined };
    return offsets.has(record?.offset) && !body.includes('"connectorId":"another"');
  }

  it('sends two records that came to the same place, as those of a topic that was made anew', async () => {
    const bus = new FakeEventBus();

    const result = await carry(
      [letterOf({ value: base64('1') }), letterOf({ value: base64('2') })],
      bridgeOn(bus),
    );

    expect(staying(result)).toEqual([]);
    expect(bus.taken).toHaveLength(2);
  });

  it('settles two records of the same place apart when only one of them can be sent', async () => {
    const bus = new FakeEventBus();

    const result = await carry(
      [letterOf({ value: POISON }), letterOf({ value: base64('2') })],
      bridgeOn(bus),
    );

    expect(staying(result)).toEqual(['m0']);
    expect(bus.taken).toHaveLength(1);
  });

  it('sends each record of another shape that this version can read', async () => {
    const bus = new FakeEventBus();
    const received = [1, 2].map(
      (offset) => `{"topic":"orders","partition":0,"offset":${offset},"value":"MQ=="}`,
    );

    const result = await carry(received.map(withReceived), bridgeOn(bus));

    expect(staying(result)).toEqual([]);
    expect(bus.taken.map(({ detail }) => JSON.parse(detail).offset)).toEqual([1, 2]);
  });

  it.each([
    [
      'in a received record',
      (deep: string) => withReceived(`{"topic":"orders","partition":0,"offset":1,"key":${deep}}`),
    ],
    ['in a header', (deep: string) => letterOf().replace('"headers":[]', `"headers":[{"a":${deep}}]`)],
    ['as the whole message', (deep: string) => deep],
  ])('leaves 200,000 levels of nesting %s in the queue, and carries its neighbours', async (_, bodyWith) => {
    const bus = new FakeEventBus();
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;

    const result = await carry([bodyWith(deep), letterOf()], bridgeOn(bus));

    expect(staying(result)).toEqual(['m0']);
    expect(bus.taken).toHaveLength(1);
  });

  it('lets go what was sent of one source when the bridge fails on another as a whole', async () => {
    const bus = new FakeEventBus();
    const bridge = bridgeOn(bus);
    const failing: Pick<Bridge, 'carry'> = {
      carry: async (event, remainingMs) => {
        if (readBatch(event).eventSource === 'SelfManagedKafka') throw new Error('a defect');
        return await bridge.carry(event, remainingMs);
      },
    };
    const selfManaged = letterOf({ offset: 2 }).replace('"aws:kafka"', '"SelfManagedKafka"');

    const result = await carry([selfManaged, letterOf({ offset: 1 })], failing);

    expect(staying(result)).toEqual(['m0']);
    expect(result.breakdowns).toEqual([{ error: new Error('a defect'), count: 1 }]);
  });

  it('answers in time, and reports everything, while EventBridge hangs: sources share the time', async () => {
    const hang = { kind: 'hang', isTaken: false } as const;
    const bus = new FakeEventBus(Array(20).fill(hang));
    const bodies = Array.from({ length: 10 }, (_, offset) =>
      letterOf({ offset }).replace(/"eventSourceArn":"[^"]*"/, `"eventSourceArn":"arn:${offset}"`),
    );
    const startMs = Date.now();

    const result = await carry(bodies, bridgeOn(bus), 10_000);

    expect(Date.now() - startMs).toBeLessThanOrEqual(10_000);
    expect(staying(result)).toHaveLength(10);
  });

  it('says of each message that it did not carry why, and nothing of what is in it', async () => {
    const result = await carry(['secret', letterOf({}, 'another'), letterOf()], bridgeOn(new FakeEventBus()));

    expect(result.refusals).toEqual([
      { code: 'LETTER_INVALID', messageId: 'm0' },
      { code: 'LETTER_OF_ANOTHER_BRIDGE', messageId: 'm1', connectorId: 'another' },
    ]);
  });

  it('counts a message once that SQS delivered twice in a batch', async () => {
    const twice = (body: string) => ({ Records: [1, 2].map(() => ({ messageId: 'same', body })) });
    const run = (body: string) =>
      inNoTime(
        redrive(
          twice(body),
          portsOf(bridgeOn(new FakeEventBus()), () => PLENTY_MS),
        ),
      );

    expect(await run('garbage')).toMatchObject({
      redriven: 0,
      response: { batchItemFailures: [{ itemIdentifier: 'same' }] },
    });
    expect(await run(letterOf())).toMatchObject({ redriven: 1, response: { batchItemFailures: [] } });
  });
});

function withReceived(received: string): string {
  return letterOf().replace('"record":', `"received":${received},"record":`);
}
