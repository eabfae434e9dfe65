import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../../functions/bridge/bridge.ts';
import { readBatch } from '../../../functions/bridge/read.ts';
import { type CarryResult, carryAgain } from '../../../functions/redrive/carry.ts';
import type { FailedRecord } from '../../../functions/redrive/failed-record.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { bridgeOn } from '../../fixtures/bridge.ts';
import { FakeEventBus, serviceError } from '../../fixtures/event-bus.ts';
import { base64, eventRecord } from '../../fixtures/kafka-event.ts';
import { MSK_ARN } from './documents.ts';

const PLENTY_MS = 60_000;
const POISON = base64('{"total":');

function failedRecord(
  record: Partial<KafkaEventRecord> = {},
  source: Partial<Pick<FailedRecord, 'eventSource' | 'eventSourceArn' | 'code' | 'time'>> = {},
): FailedRecord {
  const complete = eventRecord(record);
  const { topic, partition, offset } = complete;
  return {
    eventSource: 'aws:kafka',
    eventSourceArn: MSK_ARN,
    topic,
    partition,
    offset,
    record: complete,
    code: 'PAYLOAD_INVALID',
    time: '2026-11-20T08:00:00.000Z',
    ...source,
  };
}

async function carry(records: readonly FailedRecord[], bridge: Pick<Bridge, 'carry'>): Promise<CarryResult> {
  const carrying = carryAgain(records, bridge, () => PLENTY_MS);
  await vi.runAllTimersAsync();
  return await carrying;
}

function kinds({ outcomes }: CarryResult): string[] {
  return outcomes.map((outcome) => (outcome.kind === 'sent' ? 'sent' : (outcome.failure?.code ?? 'unknown')));
}

function offsetsOn({ taken }: FakeEventBus): number[] {
  return taken.map(({ detail }) => JSON.parse(detail).offset);
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('carryAgain', () => {
  it('answers for each record, in the order in which they came', async () => {
    const bus = new FakeEventBus();
    const records = [
      failedRecord({ offset: 3, value: POISON }),
      failedRecord({ partition: 2, offset: 1 }),
      failedRecord({ offset: 2 }),
      failedRecord({ partition: 2, offset: 0, value: POISON }),
    ];

    const result = await carry(records, bridgeOn(bus));

    expect(kinds(result)).toEqual(['PAYLOAD_INVALID', 'sent', 'sent', 'PAYLOAD_INVALID']);
    expect(result.batches).toHaveLength(1);
  });

  it('does nothing for no records', async () => {
    expect(await carry([], bridgeOn(new FakeEventBus()))).toEqual({
      outcomes: [],
      batches: [],
      breakdowns: [],
    });
  });

  it('sends the records of a partition in offset order', async () => {
    const bus = new FakeEventBus();
    const records = [5, 1, 4, 2, 3].map((offset) => failedRecord({ offset }));

    await carry(records, bridgeOn(bus, { 'aws.eventbridge.ordering': 'partition' }));

    expect(offsetsOn(bus)).toEqual([1, 2, 3, 4, 5]);
  });

  it('holds the later records of a partition back behind one that stays, when order is kept', async () => {
    const bus = new FakeEventBus();
    const records = [
      failedRecord({ offset: 3 }),
      failedRecord({ offset: 2, value: POISON }),
      failedRecord({ offset: 1 }),
      failedRecord({ partition: 1, offset: 9 }),
    ];

    const result = await carry(records, bridgeOn(bus, { 'aws.eventbridge.ordering': 'partition' }));

    expect(kinds(result)).toEqual(['HELD_FOR_ORDER', 'PAYLOAD_INVALID', 'sent', 'sent']);
    expect(offsetsOn(bus).toSorted()).toEqual([1, 9]);
  });

  describe('the same record', () => {
    it('is sent once, and that goes for all that hold it, whenever and whyever they were given up', async () => {
      const bus = new FakeEventBus();
      const again = { code: 'SCHEMA_NOT_FOUND', time: '2026-11-21T08:00:00.000Z' };
      const records = [failedRecord(), failedRecord({ offset: 1 }), failedRecord({}, again)];

      const result = await carry(records, bridgeOn(bus));

      expect(kinds(result)).toEqual(['sent', 'sent', 'sent']);
      expect(offsetsOn(bus)).toEqual([0, 1]);
    });

    it('stays for all that hold it when it fails', async () => {
      const result = await carry(
        [failedRecord({ value: POISON }), failedRecord({ value: POISON })],
        bridgeOn(new FakeEventBus()),
      );

      expect(kinds(result)).toEqual(['PAYLOAD_INVALID', 'PAYLOAD_INVALID']);
      expect(result.batches.flatMap(({ outcomes }) => outcomes)).toHaveLength(1);
    });

    it('is sent twice when it is nested deeper than it can be compared, and once in each batch', async () => {
      const bus = new FakeEventBus();
      const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
      const record = { ...failedRecord(), record: { ...eventRecord(), more: deep } };

      const result = await carry([record, { ...record }], bridgeOn(bus));

      expect(kinds(result)).toEqual(['sent', 'sent']);
      expect(result.batches).toHaveLength(2);
    });
  });

  it.each([
    ['with another value', failedRecord({ value: base64('2') })],
    ['with other headers', failedRecord({ headers: [{ city: [90] }] })],
    ['of another time', failedRecord({ timestamp: 1 })],
    ['of another cluster', failedRecord({}, { eventSourceArn: `${MSK_ARN}-new` })],
    [
      'of a self-managed cluster',
      failedRecord({}, { eventSource: 'SelfManagedKafka', eventSourceArn: null }),
    ],
  ])('sends two records of the same place, the second %s', async (_, other) => {
    const bus = new FakeEventBus();

    const result = await carry([failedRecord(), other], bridgeOn(bus));

    expect(kinds(result)).toEqual(['sent', 'sent']);
    expect(offsetsOn(bus)).toEqual([0, 0]);
  });

  it.each(['first', 'second'])(
    'settles two records of the same place apart when the %s fails',
    async (bad) => {
      const records = [failedRecord({ value: base64('1') }), failedRecord({ value: POISON })];
      const given = bad === 'first' ? records.toReversed() : records;

      const result = await carry(given, bridgeOn(new FakeEventBus()));

      expect(kinds(result)).toEqual(
        bad === 'first' ? ['PAYLOAD_INVALID', 'sent'] : ['sent', 'PAYLOAD_INVALID'],
      );
    },
  );

  it('leaves other sources alone when the bridge fails on one as a whole', async () => {
    const bus = new FakeEventBus();
    const bridge = bridgeOn(bus);
    const defect = new Error('a defect');
    const failing: Pick<Bridge, 'carry'> = {
      carry: async (event, remainingMs) => {
        if (readBatch(event).eventSource === 'SelfManagedKafka') throw defect;
        return await bridge.carry(event, remainingMs);
      },
    };
    const selfManaged = { eventSource: 'SelfManagedKafka', eventSourceArn: null } as const;
    const records = [
      failedRecord({ offset: 1 }, selfManaged),
      failedRecord({ offset: 2 }),
      failedRecord({ offset: 3 }, selfManaged),
      failedRecord({ offset: 1 }, selfManaged),
    ];

    const result = await carry(records, failing);

    expect(result.outcomes).toEqual([
      { kind: 'stays', failure: undefined },
      { kind: 'sent' },
      { kind: 'stays', failure: undefined },
      { kind: 'stays', failure: undefined },
    ]);
    // The twin counts once: the bridge never saw it.
    expect(result.breakdowns).toEqual([{ error: defect, count: 2 }]);
    expect(offsetsOn(bus)).toEqual([2]);
  });

  it('keeps a record for which the bridge has no outcome', async () => {
    const bridge = bridgeOn(new FakeEventBus());
    const forgetful: Pick<Bridge, 'carry'> = {
      carry: async (event, remainingMs) => {
        const result = await bridge.carry(event, remainingMs);
        return { ...result, outcomes: result.outcomes.slice(0, 1) };
      },
    };

    const result = await carry([failedRecord({ offset: 1 }), failedRecord({ offset: 2 })], forgetful);

    expect(kinds(result)).toEqual(['sent', 'unknown']);
  });

  it('says sent of exactly the records that the bus took, whatever the records and the bus', async () => {
    const draft = fc.record({
      topic: fc.constantFrom('orders', 'orders-0'),
      partition: fc.nat(1),
      offset: fc.nat(4),
      value: fc.constantFrom('1', '2', '{"total":'),
    });
    const source = fc.constantFrom({}, { eventSourceArn: `${MSK_ARN}-new` }, {
      eventSource: 'SelfManagedKafka',
      eventSourceArn: null,
    } as const);
    const answers = fc.array(
      fc.constantFrom('taken' as const, 'nothing' as const, { code: 'InternalFailure' }, { code: 'New' }),
      { maxLength: 10 },
    );
    const script = fc.array(
      fc.oneof(
        answers.map((list) => ({ kind: 'entries' as const, answers: list })),
        fc.constantFrom(400, 500).map((status) => ({
          kind: 'error' as const,
          error: serviceError(status === 400 ? 'ThrottlingException' : 'InternalException', status),
        })),
        fc.constant({ kind: 'hang' as const, isTaken: false }),
      ),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(draft, source), { maxLength: 25 }),
        script,
        fc.constantFrom('none', 'partition', 'key'),
        async (drafts, busScript, ordering) => {
          // The bus does not see the cluster, so the value tells it.
          const records = drafts.map(([{ value, ...place }, of]) => {
            const text = value === '{"total":' ? value : JSON.stringify([value, Object.values(of)]);
            return failedRecord({ ...place, value: base64(text) }, of);
          });
          const bus = new FakeEventBus(busScript);

          const result = await carry(records, bridgeOn(bus, { 'aws.eventbridge.ordering': ordering }));

          const taken = bus.taken.map(({ detail }) => nameIn(JSON.parse(detail)));
          const sent = records.filter((_, index) => result.outcomes[index]?.kind === 'sent').map(nameOf);
          expect(result.outcomes).toHaveLength(records.length);
          expect([...new Set(sent)].toSorted()).toEqual([...new Set(taken)].toSorted());
          expect(new Set(taken).size).toBe(taken.length);
          // The same record never ends in two ways.
          const stays = records.filter((_, index) => result.outcomes[index]?.kind === 'stays').map(nameOf);
          expect(sent.filter((name) => stays.includes(name))).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

function nameOf({ topic, partition, offset, record }: FailedRecord): string {
  const { value } = record as KafkaEventRecord;
  return `${topic}-${partition}@${offset} ${Buffer.from(value ?? '', 'base64')}`;
}

function nameIn(detail: {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: unknown;
}): string {
  return `${detail.topic}-${detail.partition}@${detail.offset} ${JSON.stringify(detail.value)}`;
}
