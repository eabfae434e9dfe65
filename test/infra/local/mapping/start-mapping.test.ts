import { describe, expect, test } from 'vitest';
import type { ProvisionedMode } from '../../../../infra/local/mapping/mapping-settings.ts';
import { startEventSourceMapping } from '../../../../infra/local/mapping/start-mapping.ts';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { FakeLog, REVOCATION_MS, TOPIC } from './fake-log.ts';
import {
  type Answer,
  MappingWorld,
  SKIPPED_VALUE,
  SKIPPING_FILTER,
  type WorldOptions,
} from './mapping-world.ts';
import { VirtualClock } from './virtual-clock.ts';

function provisioned(mode: Partial<ProvisionedMode> = {}): ProvisionedMode {
  return { mode: 'provisioned', invocationsPerPoller: 1, ...mode };
}

function answers(...list: readonly (Answer['kind'] | Answer)[]) {
  return list.map((answer) => ({
    answer: typeof answer === 'string' ? ({ kind: answer } as Answer) : answer,
    ms: 0,
  }));
}

/** A world with so many records on partition 0, and what else the options say. */
function world(records: number, options: Partial<WorldOptions> = {}): MappingWorld {
  const made = new MappingWorld({ partitions: 1, settings: { polling: provisioned() }, ...options });
  for (let offset = 0; offset < records; offset++) made.log.append(0);
  return made;
}

/** The world after everything is committed and the mapping is stopped. */
async function played(records: number, options: Partial<WorldOptions> = {}): Promise<MappingWorld> {
  const made = world(records, options);
  await made.start();
  await made.finish();
  await made.stop();
  expect(made.violations).toEqual([]);
  return made;
}

describe('a batch', () => {
  test('is gathered for the window from its first record on', async () => {
    const made = world(0, { settings: { batchWindowMs: 2_000, polling: provisioned() } });
    await made.start();
    await made.clock.advance(10_000);
    made.log.append(0);
    await made.clock.advance(1_999);
    made.log.append(0);
    expect(made.events).toHaveLength(0);
    await made.clock.advance(1);
    expect(made.offsets).toEqual([[0, 1]]);
  });

  test('has what the last read of its window brings', async () => {
    const made = world(1);
    made.log.readMs = 100;
    await made.start();
    // The first record is there after 100 ms; the window ends while the second one is on its way.
    await made.clock.advance(550);
    made.log.append(0);
    await made.clock.advance(100);
    expect(made.offsets).toEqual([[0, 1]]);
  });

  test('is delivered at once without a window', async () => {
    const made = world(3, { settings: { batchWindowMs: 0, polling: provisioned() } });
    await made.start();
    await made.clock.settle();
    expect(made.offsets).toEqual([[0, 1, 2]]);
  });

  test('is delivered as soon as it has as many records as it may', async () => {
    const made = world(5, { settings: { batchSize: 2, batchWindowMs: 300_000, polling: provisioned() } });
    await made.start();
    await made.clock.settle();
    expect(made.offsets).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  test('is delivered as soon as one more record would make it too large', async () => {
    const made = world(0, { maxPayloadBytes: 1_000 });
    for (const length of [400, 100, 400]) made.log.append(0, { value: 'A'.repeat(length) });
    await made.start();
    await made.finish();
    expect(made.offsets).toEqual([[0, 1], [2]]);
    expect(made.violations).toEqual([]);
  });

  test('mixes partitions', async () => {
    const made = world(2, { partitions: 3 });
    for (const partition of [1, 1, 2]) made.log.append(partition);
    await made.start();
    await made.finish();
    expect(made.events.map(({ records }) => Object.keys(records))).toEqual([
      ['orders-0', 'orders-1', 'orders-2'],
    ]);
    expect(made.events[0]).toMatchObject(made.log.eventMembers);
  });

  test('of too large a record goes to the destination and never to the function', async () => {
    const made = world(1, { maxPayloadBytes: 1_000, writes: [] });
    made.log.append(0, { value: 'A'.repeat(1_000) });
    made.log.append(0);
    await made.start();
    await made.finish();
    expect(made.offsets).toEqual([[0], [2]]);
    expect(made.given).toMatchObject([{ condition: 'MaximumPayloadSizeExceeded', invocations: 0 }]);
    expect(made.given[0]?.event.records).toEqual({ 'orders-0': [made.log.records(0)[1]] });
    expect(made.violations).toEqual([]);
  });
});

describe('what the function answers decides what comes again', () => {
  const listed = { settings: { polling: provisioned({ responseReading: 'listed' }) } };

  test.each<[string, Answer, number[]]>([
    ['nothing for null', { kind: 'nothing', response: null }, []],
    ['nothing for an empty object', { kind: 'nothing', response: {} }, []],
    ['nothing for an empty list', { kind: 'report', places: [] }, []],
    ['the records that are reported', { kind: 'report', places: [1, 2] }, [1, 2]],
    [
      'the whole batch for an offset that was not delivered',
      { kind: 'nonsense', response: failures({ partition: 'orders-0', offset: 99 }) },
      [0, 1, 2],
    ],
    [
      'the whole batch for a partition that was not delivered',
      { kind: 'nonsense', response: failures({ partition: 'orders-1', offset: 0 }) },
      [0, 1, 2],
    ],
    [
      'the whole batch for a flat identifier',
      { kind: 'nonsense', response: failures('orders-0-1') },
      [0, 1, 2],
    ],
    ['the whole batch when it throws', { kind: 'throw' }, [0, 1, 2]],
  ])('%s', async (_, answer, again) => {
    const { offsets } = await played(3, { ...listed, answers: answers(answer) });
    expect(offsets).toEqual(again.length === 0 ? [[0, 1, 2]] : [[0, 1, 2], again]);
  });

  test('from the lowest failed record on, where the mapping rewinds', async () => {
    const settings = { polling: provisioned({ responseReading: 'rewind' }) };
    const { offsets } = await played(4, { settings, answers: answers({ kind: 'report', places: [1] }) });
    expect(offsets).toEqual([
      [0, 1, 2, 3],
      [1, 2, 3],
    ]);
  });

  test('nothing of what is reported, without ReportBatchItemFailures', async () => {
    const { offsets } = await played(3, { answers: answers({ kind: 'report', places: [1] }) });
    expect(offsets).toEqual([[0, 1, 2]]);
  });
});

describe('retries', () => {
  const endless = Array.from({ length: 40 }, () => 'throw' as const);

  test.each([
    ['as many as the mapping has', { maximumRetryAttempts: 2 }, 3],
    ['none when it has none', { maximumRetryAttempts: 0 }, 1],
    ['ten where they are endless and there is a destination', {}, 11],
  ])('are %s', async (_, mode, invocations) => {
    const made = await played(2, {
      settings: { polling: provisioned(mode) },
      answers: answers(...endless),
      writes: [],
    });
    expect(made.offsets).toEqual(Array.from({ length: invocations }, () => [0, 1]));
    expect(made.given).toMatchObject([{ condition: 'RetryAttemptsExhausted', invocations }]);
    expect(made.given[0]?.event).toEqual(made.events[0]);
    expect(made.given[0]?.functionArn).toBe('arn:aws:lambda:eu-west-1:123456789012:function:bridge');
  });

  test.each([
    ['without a destination', { settings: { polling: provisioned() } }],
    ['on demand, even with a destination', { settings: { polling: { mode: 'on-demand' } }, writes: [] }],
  ] as const)('are endless %s', async (_, options) => {
    const made = await played(2, { ...options, answers: answers(...endless) });
    expect(made.events).toHaveLength(41);
    expect(made.given).toEqual([]);
    expect(made.total('droppedEventCount')).toBe(0);
  });

  test.each([
    ['throttle', 'invocation', /environment/],
    ['unreachable', 'unreached', /^The function did not run with 1 records: no route to the function$/],
  ] as const)(
    'are not used up by an attempt that ends as %s, which is told as %s',
    async (kind, told, message) => {
      const made = await played(1, {
        settings: { polling: provisioned({ maximumRetryAttempts: 0 }) },
        answers: answers(kind, kind, kind),
        writes: [],
      });
      expect(made.given).toEqual([]);
      expect(made.allCounts[0]).toMatchObject({ invocations: 1, invokedEventCount: 1, invokeErrorCount: 3 });
      expect(made.problems.map((problem) => problem.kind)).toEqual([told, told, told]);
      expect(made.problems[0]?.message).toMatch(message);
    },
  );

  test('halve a batch that the function throws on, down to the record to blame', async () => {
    const made = world(4, {
      settings: { polling: provisioned({ bisectBatchOnFunctionError: true, maximumRetryAttempts: 0 }) },
      answers: answers('throw', 'success', 'throw', 'throw'),
      writes: [],
    });
    await made.start();
    await made.finish();
    expect(made.offsets).toEqual([[0, 1, 2, 3], [0, 1], [2, 3], [2], [3]]);
    expect(made.given.map(({ event }) => event.records['orders-0']?.map(({ offset }) => offset))).toEqual([
      [2],
    ]);
  });

  test('end when a record gets too old', async () => {
    const made = await played(2, {
      settings: { polling: provisioned({ maximumRetryAttempts: 1_000, maximumRecordAgeSeconds: 60 }) },
      poison: ['0@0'],
      writes: [],
    });
    expect(made.events.length).toBeGreaterThan(10);
    expect(made.given).toMatchObject([
      { condition: 'MaximumRecordAgeExceeded', invocations: made.events.length },
    ]);
  });

  test('are not begun with a record that is too old, unlike one without a time', async () => {
    const made = world(0, {
      settings: { polling: provisioned({ maximumRecordAgeSeconds: 60 }) },
      writes: [],
    });
    const old = made.clock.nowMs() - 60_001;
    for (const timestamp of [old, made.clock.nowMs(), -1, null]) made.log.append(0, { timestamp });
    await made.start();
    await made.finish();
    expect(made.offsets).toEqual([[1, 2, 3]]);
    expect(made.given).toMatchObject([{ condition: 'MaximumRecordAgeExceeded', invocations: 0 }]);
  });
});

describe('a partition whose records keep failing', () => {
  test.each([
    ['on demand', { mode: 'on-demand' as const }],
    ['of a provisioned poller', provisioned()],
  ])('stands still, and the others go on (%s)', async (_, polling) => {
    const made = world(1, {
      partitions: 2,
      settings: { polling, batchWindowMs: 0 },
      poison: ['0@0'],
    });
    await made.start();
    for (let offset = 0; offset < 3; offset++) {
      await made.clock.advance(20);
      made.log.append(0);
      made.log.append(1);
    }
    await made.clock.advance(60_000);
    expect(made.log.committed).toEqual(new Map([[1, 3]]));
    expect(made.log.reads.at(-1)?.except).toEqual(new Set([0]));
    made.isHealed = true;
    await made.finish();
    expect(made.violations).toEqual([]);
  });

  test('does not hold up the rest of its batch, as far as the function reports', async () => {
    const made = world(2, {
      partitions: 2,
      settings: { polling: provisioned({ responseReading: 'listed', invocationsPerPoller: 2 }) },
      answers: Array.from({ length: 30 }, () => ({ answer: { kind: 'report', places: [0] }, ms: 700 })),
    });
    made.log.append(1);
    await made.start();
    await made.clock.advance(600);
    made.log.append(1);
    await made.clock.advance(600);
    expect(made.log.committed).toEqual(new Map([[1, 1]]));
    // Its next record is read at once.
    expect(made.mapping.counts().polledEventCount).toBe(4);
    expect(made.violations).toEqual([]);
  });
});

describe('invocations', () => {
  const slow = Array.from({ length: 6 }, () => ({ answer: { kind: 'success' } as const, ms: 1_000 }));

  test.each([
    ['one at a time on demand', { mode: 'on-demand' as const }, 1],
    ['up to so many at a time of a provisioned poller', provisioned({ invocationsPerPoller: 3 }), 3],
    ['one for each partition at most', provisioned({ invocationsPerPoller: 5 }), 4],
    ['those of all pollers together', { mode: 'on-demand' as const, pollers: 2 }, 2],
  ])('are %s', async (_, polling, atOnce) => {
    const made = world(0, {
      partitions: 4,
      settings: { polling, batchSize: 2, batchWindowMs: 0 },
      answers: slow,
    });
    for (const partition of [0, 1, 2, 3, 0, 1, 2, 3]) made.log.append(partition);
    await made.start();
    await made.clock.advance(1_000);
    expect(made.events).toHaveLength(atOnce);
    await made.finish();
    expect(made.violations).toEqual([]);
  });
});

describe('a poller', () => {
  test('reads nothing while it could not have the function invoked with it', async () => {
    const made = world(1, {
      partitions: 2,
      settings: { polling: { mode: 'on-demand' }, batchWindowMs: 0 },
      answers: [{ answer: { kind: 'success' }, ms: 10_000 }],
    });
    await made.start();
    await made.clock.settle();
    made.log.append(1);
    await made.clock.advance(9_999);
    expect(made.mapping.counts().polledEventCount).toBe(1);
    await made.finish();
  });

  test('goes on with a partition as soon as its batch is done', async () => {
    const made = world(2, {
      settings: { polling: provisioned({ invocationsPerPoller: 2 }), batchSize: 1, batchWindowMs: 0 },
      answers: [{ answer: { kind: 'success' }, ms: 700 }],
    });
    await made.start();
    await made.clock.advance(699);
    expect(made.offsets).toEqual([]);
    await made.clock.advance(1);
    expect(made.offsets).toEqual([[0], [1]]);
  });
});

describe('memory', () => {
  test('is filled up by records that keep failing to a limit, and reading goes on below it', async () => {
    const made = world(0, {
      partitions: 200,
      settings: { polling: provisioned({ invocationsPerPoller: 5 }), batchWindowMs: 0 },
      poison: Array.from({ length: 200 }, (_, partition) => `${partition}@0`),
    });
    made.log.chunkRecords = 10;
    const value = 'A'.repeat(1_000_000);
    for (const partition of made.log.partitions.keys()) made.log.append(partition, { value });
    await made.start();
    await made.clock.advance(400);
    const { polledEventCount } = made.mapping.counts();
    expect(polledEventCount).toBeGreaterThan(120);
    expect(polledEventCount).toBeLessThan(160);
    await made.clock.advance(400);
    expect(made.mapping.counts().polledEventCount).toBe(polledEventCount);
    made.isHealed = true;
    await made.finish();
  });
});

describe('filtered records', () => {
  const settings = { filters: [SKIPPING_FILTER], polling: provisioned() };

  test('are left out, and committed only with those that are delivered', async () => {
    const made = world(1, { settings, answers: answers('throw') });
    made.log.append(0, { value: SKIPPED_VALUE });
    await made.start();
    await made.clock.advance(500);
    expect(made.offsets).toEqual([[0]]);
    expect(made.log.committed.size).toBe(0);
    await made.clock.advance(100);
    expect(made.log.committed.get(0)).toBe(2);
    expect(made.mapping.counts()).toMatchObject({ filteredOutEventCount: 1, committedEventCount: 2 });
  });

  test('are committed when nothing else is there', async () => {
    const made = world(0, { settings });
    for (let count = 0; count < 3; count++) made.log.append(0, { value: SKIPPED_VALUE });
    await made.start();
    await made.finish();
    expect(made.events).toEqual([]);
    expect(made.mapping.counts()).toMatchObject({ invocations: 0, committedEventCount: 3 });
  });
});

describe('records that are given up', () => {
  const once = { settings: { polling: provisioned({ maximumRetryAttempts: 0 }) }, answers: answers('throw') };

  test('are dropped without a destination, and somebody is told which', async () => {
    const made = world(3, once);
    await made.start();
    await made.finish();
    expect(made.mapping.counts().droppedEventCount).toBe(3);
    expect(made.problems.at(-1)).toEqual({
      kind: 'dropped',
      message:
        '3 records are dropped (RetryAttemptsExhausted), because there is no failure destination: orders-0 offsets 0 to 2',
    });
  });

  test('are dropped when the destination cannot be written for some attempts', async () => {
    const made = await played(1, { ...once, writes: ['error', 'error', 'error', 'error', 'error'] });
    expect(made.allCounts[0]).toMatchObject({
      onFailureDestinationDeliveryErrorCount: 5,
      onFailureDestinationDeliveredEventCount: 0,
      droppedEventCount: 1,
    });
    expect(made.problems.at(-1)?.message).toBe(
      '1 record is dropped (RetryAttemptsExhausted), because arn:aws:s3:::failures cannot be written: orders-0 offset 0',
    );
  });

  test('are not dropped when the destination can be written after some attempts', async () => {
    const made = await played(1, { ...once, writes: ['error', 'error', 'error', 'error', 'success'] });
    expect(made.given).toHaveLength(1);
    expect(made.allCounts[0]).toMatchObject({
      onFailureDestinationDeliveryErrorCount: 4,
      onFailureDestinationDeliveredEventCount: 1,
      droppedEventCount: 0,
    });
  });
});

describe('a destination that does not answer', () => {
  const hanging = {
    settings: { polling: provisioned({ maximumRetryAttempts: 0 }) },
    answers: answers('throw'),
  };
  const never = Array.from({ length: 5 }, () => 'no-answer' as const);

  test('counts as one that cannot be written, attempt by attempt', async () => {
    const made = await played(1, { ...hanging, writes: ['no-answer', 'success'] });
    expect(made.given).toHaveLength(1);
    expect(made.allCounts[0]).toMatchObject({
      onFailureDestinationDeliveryErrorCount: 1,
      onFailureDestinationDeliveredEventCount: 1,
      droppedEventCount: 0,
    });
    expect(made.problems.at(-1)).toEqual({
      kind: 'destination',
      message: 'arn:aws:s3:::failures cannot be written: no answer within 10 s',
    });
    expect(made.clock.sleepers).toBe(0);
  });

  test('does not keep a mapping that is being stopped for ever', async () => {
    const made = world(1, { ...hanging, writes: never });
    await made.start();
    await made.clock.advance(1_000);
    await made.stop();
    expect(made.allCounts[0]).toMatchObject({ droppedEventCount: 1, committedEventCount: 1 });
    expect(made.clock.sleepers).toBe(0);
  });

  test('is not waited for any more by a mapping that is killed', async () => {
    const made = world(1, { ...hanging, writes: never });
    await made.start();
    await made.clock.advance(1_000);
    await made.kill();
    await made.clock.settle();
    expect(made.clock.sleepers).toBe(0);
    expect(made.problems.map(({ kind }) => kind)).toEqual(['invocation']);
  });
});

describe('a partition that is done does not wait for what is given up of its neighbour', () => {
  test.each<[string, Partial<ProvisionedMode>, Partial<KafkaEventRecord>]>([
    ['out of retries', { maximumRetryAttempts: 0, responseReading: 'listed' }, {}],
    ['too large', {}, { value: 'A'.repeat(1_000) }],
    ['too old', { maximumRecordAgeSeconds: 60 }, { timestamp: 0 }],
  ])('because it is %s', async (_, mode, givenUp) => {
    const isDelivered = Object.keys(givenUp).length === 0;
    const made = world(0, {
      partitions: 2,
      maxPayloadBytes: 1_000,
      settings: { filters: [SKIPPING_FILTER], polling: provisioned(mode) },
      answers: isDelivered ? answers({ kind: 'report', places: [1] }) : [],
      writes: ['no-answer'],
    });
    made.log.append(0, isDelivered ? {} : { value: SKIPPED_VALUE });
    made.log.append(1, givenUp);
    await made.start();
    await made.clock.advance(500);
    expect(made.log.committed).toEqual(new Map([[0, 1]]));
    // It goes on with its next record.
    made.log.append(0);
    await made.clock.advance(1_000);
    expect(made.log.committed).toEqual(new Map([[0, 2]]));
    await made.finish();
    expect(made.given).toHaveLength(1);
    expect(made.violations).toEqual([]);
  });
});

describe('a source that fails', () => {
  test('is read again', async () => {
    const made = world(2);
    made.log.readErrors.push(new Error('no broker answers'), new Error('no broker answers'));
    await made.start();
    await made.finish();
    expect(made.offsets).toEqual([[0, 1]]);
    expect(made.mapping.counts()).toMatchObject({ pollingErrorCount: 2, polledEventCount: 2 });
    expect(made.problems[0]).toEqual({
      kind: 'polling',
      message: 'Records cannot be read: no broker answers',
    });
  });

  test('gets the same commit again, and records are read on meanwhile', async () => {
    const made = world(1);
    made.log.commitErrors.push(new Error('no coordinator'), new Error('no coordinator'));
    await made.start();
    await made.clock.advance(510);
    made.log.append(0);
    await made.finish();
    expect(made.offsets).toEqual([[0], [1]]);
    expect(made.mapping.counts()).toMatchObject({ commitErrorCount: 2, committedEventCount: 2 });
    expect(made.problems[0]).toEqual({
      kind: 'commit',
      message: 'Offsets are not committed: no coordinator',
    });
  });

  test('whose group cannot be joined by all pollers is left by all', async () => {
    class NarrowLog extends FakeLog {
      override async join(subscription: Parameters<FakeLog['join']>[0]) {
        if (this.openMembers === 2) throw new Error('the group is full');
        return await super.join(subscription);
      }
    }
    const clock = new VirtualClock();
    const log = new NarrowLog(clock, 4);
    const start = startEventSourceMapping(
      {
        settings: { topic: TOPIC, consumerGroupId: 'bridge', polling: provisioned({ pollers: 3 }) },
        source: log,
        fn: { functionArn: '', invoke: async () => null },
      },
      { clock },
    );
    await expect(clock.result(start)).rejects.toThrow('the group is full');
    expect(log.openMembers).toBe(0);
  });
});

describe('a partition that goes to another member', () => {
  test('is let go when what is under way with it is delivered and committed', async () => {
    const made = world(2, { answers: [{ answer: { kind: 'success' }, ms: 1_000 }] });
    made.log.commitMs = 200;
    await made.start();
    await made.clock.advance(500);
    const rebalanced = made.log.rebalance([0]);
    await made.clock.advance(1_199);
    expect(made.log.committed.size).toBe(0);
    await made.clock.advance(1);
    await rebalanced;
    expect(made.log.committed.get(0)).toBe(2);
  });

  test('is not tried again before it is let go', async () => {
    const made = world(2, { answers: [{ answer: { kind: 'throw' }, ms: 1_000 }] });
    await made.start();
    await made.clock.advance(500);
    const rebalanced = made.log.rebalance([0]);
    await made.clock.advance(1_000);
    await rebalanced;
    await made.clock.advance(60_000);
    expect(made.events).toHaveLength(1);
    expect(made.log.committed.size).toBe(0);
  });

  test('is let go at once while its batch waits for an invocation to end', async () => {
    const made = world(1, {
      partitions: 2,
      settings: { polling: { mode: 'on-demand' } },
      answers: [
        { answer: { kind: 'throw' }, ms: 0 },
        { answer: { kind: 'success' }, ms: 60_000 },
      ],
    });
    await made.start();
    await made.clock.advance(500);
    // While partition 0 waits for its retry, which then takes long, a batch of partition 1 is gathered.
    made.log.append(1);
    await made.clock.advance(1_000);
    expect(made.mapping.counts().polledEventCount).toBe(2);
    const startMs = made.clock.nowMs();
    await made.clock.result(made.log.rebalance([1]));
    expect(made.clock.nowMs()).toBe(startMs);
  });

  test('is let go at once while the mapping waits to read again after an error', async () => {
    const made = world(1);
    made.log.readErrors.push(...Array.from({ length: 20 }, () => new Error('no broker answers')));
    await made.start();
    // The fifth error, after which it waits for a second.
    await made.clock.advance(2_100);
    expect(made.mapping.counts().pollingErrorCount).toBe(5);
    const startMs = made.clock.nowMs();
    await made.clock.result(made.log.rebalance([0]));
    expect(made.clock.nowMs()).toBe(startMs);
  });

  test('and comes back is read from where it was committed, whatever was on its way', async () => {
    const made = world(1, { settings: { batchWindowMs: 2_000, polling: provisioned() } });
    made.log.readMs = 300;
    await made.start();
    await made.clock.advance(400);
    made.log.append(0);
    // The second record is being read when the first one, gathered already, is forgotten.
    await made.clock.advance(100);
    await made.clock.result(made.log.borrow([0], 0));
    await made.finish();
    expect(made.violations).toEqual([]);
    expect(made.offsets).toEqual([[0, 1]]);
  });

  test('is delivered by its new member what was only gathered', async () => {
    const made = world(2, { settings: { batchWindowMs: 10_000, polling: provisioned() } });
    await made.start();
    await made.clock.advance(5_000);
    await made.log.rebalance([0]);
    await made.clock.advance(60_000);
    expect(made.events).toEqual([]);
    await made.log.rebalance();
    await made.finish();
    expect(made.offsets).toEqual([[0, 1]]);
  });

  test('is in no second invocation while the function takes longer than the source waits', async () => {
    const made = world(2, {
      settings: { polling: { mode: 'on-demand', pollers: 2 } },
      answers: [{ answer: { kind: 'success' }, ms: 4 * REVOCATION_MS }],
    });
    await made.start();
    await made.clock.advance(500);
    await made.clock.result(made.log.rotate());
    await made.clock.advance(REVOCATION_MS);
    expect(made.events).toEqual([]);
    await made.finish();
    expect(made.violations).toEqual([]);
  });

  test('is counted as committed once, by the member whose commit was taken', async () => {
    const made = world(2, {
      settings: { polling: { mode: 'on-demand', pollers: 2 } },
      answers: [{ answer: { kind: 'success' }, ms: 2 * REVOCATION_MS }],
    });
    await made.start();
    await made.clock.advance(500);
    await made.clock.result(made.log.rotate());
    await made.finish();
    await made.stop();
    expect(made.offsets).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(made.total('committedEventCount')).toBe(2);
  });
});

describe('a mapping', () => {
  test('that is stopped finishes the invocations under way, commits them and leaves the group', async () => {
    const made = world(3, {
      settings: { batchSize: 2, polling: provisioned() },
      answers: [{ answer: { kind: 'success' }, ms: 5_000 }],
    });
    made.log.commitMs = 200;
    await made.start();
    await made.clock.advance(1_000);
    await made.stop();
    expect(made.offsets).toEqual([[0, 1]]);
    expect(made.log.committed.get(0)).toBe(2);
    expect(made.log.openMembers).toBe(0);
    expect(made.clock.sleepers).toBe(0);
  });

  test('that was stopped tells what it has not committed, each partition once', async () => {
    const made = world(5, {
      partitions: 2,
      settings: { batchSize: 2, polling: provisioned({ pollers: 2, invocationsPerPoller: 1 }) },
      answers: [
        { answer: { kind: 'success' }, ms: 5_000 },
        { answer: { kind: 'success' }, ms: 20_000 },
      ],
    });
    for (let count = 0; count < 4; count++) made.log.append(1);
    const mapping = await made.start();
    await made.clock.advance(1_000);
    expect(await mapping.lag()).toBe(9);
    // The first poller leaves, and its partition comes to the second one, which has not finished.
    await made.stop();
    expect(await mapping.lag()).toBe(5);
  });

  test('that is stopped does not try again what keeps failing', async () => {
    const made = world(1, { answers: answers(...Array.from({ length: 50 }, () => 'throw' as const)) });
    await made.start();
    await made.clock.advance(2_000);
    const before = made.events.length;
    const startMs = made.clock.nowMs();
    await made.stop();
    expect(made.clock.nowMs()).toBe(startMs);
    expect(made.events.length).toBe(before);
    expect(made.log.committed.size).toBe(0);
    expect(made.clock.sleepers).toBe(0);
  });

  test('that is stopped while it gives records up does not begin with the others', async () => {
    const made = world(0, {
      settings: { polling: provisioned({ maximumRecordAgeSeconds: 60 }) },
      writes: ['error'],
    });
    made.log.append(0, { timestamp: made.clock.nowMs() - 60_001 });
    made.log.append(0);
    await made.start();
    await made.clock.advance(500);
    await made.stop();
    expect(made.given).toMatchObject([{ condition: 'MaximumRecordAgeExceeded' }]);
    expect(made.events).toEqual([]);
    expect(made.log.committed.size).toBe(0);
  });

  test('that is stopped gives up a source that takes no commit', async () => {
    const made = world(1);
    made.log.commitErrors.push(...Array.from({ length: 100 }, () => new Error('no coordinator')));
    await made.start();
    await made.clock.advance(510);
    await made.stop();
    expect(made.log.committed.size).toBe(0);
    expect(made.total('commitErrorCount')).toBeLessThan(10);
  });

  test('can be stopped twice', async () => {
    const made = world(1);
    await made.start();
    await made.finish();
    await Promise.all([made.stop(), made.stop()]);
    expect(made.log.openMembers).toBe(0);
  });

  test('that is killed commits and gives up nothing of what is under way, and it comes again', async () => {
    const made = world(2, {
      settings: { polling: provisioned({ maximumRetryAttempts: 0 }) },
      answers: [{ answer: { kind: 'throw' }, ms: 5_000 }],
      writes: [],
    });
    await made.start();
    await made.clock.advance(1_000);
    await made.kill();
    await made.clock.advance(60_000);
    expect(made.log.committed.size).toBe(0);
    expect(made.given).toEqual([]);
    expect(made.problems).toEqual([]);
    await made.start();
    await made.finish();
    expect(made.offsets).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test('that is killed while it is being stopped is not waited for', async () => {
    const made = world(1, { answers: [{ answer: { kind: 'success' }, ms: 1_000_000 }] });
    await made.start();
    await made.clock.advance(1_000);
    const startMs = made.clock.nowMs();
    const stopped = made.mapping.stop();
    await made.kill();
    await made.clock.result(stopped);
    expect(made.clock.nowMs()).toBe(startMs);
  });

  test('counts what it did under the names of Lambda, and tells what is left', async () => {
    const made = world(3, {
      partitions: 2,
      settings: {
        filters: [SKIPPING_FILTER],
        polling: provisioned({ responseReading: 'listed', pollers: 2 }),
      },
      answers: answers({ kind: 'report', places: [0] }),
    });
    made.log.append(0, { value: SKIPPED_VALUE });
    await made.start();
    expect(await made.mapping.lag()).toBe(4);
    await made.finish();
    expect(await made.mapping.lag()).toBe(0);
    expect(made.mapping.counts()).toEqual({
      polledEventCount: 4,
      filteredOutEventCount: 1,
      invokedEventCount: 4,
      failedInvokeEventCount: 3,
      droppedEventCount: 0,
      onFailureDestinationDeliveredEventCount: 0,
      committedEventCount: 4,
      pollingErrorCount: 0,
      invokeErrorCount: 0,
      onFailureDestinationDeliveryErrorCount: 0,
      commitErrorCount: 0,
      invocations: 2,
    });
  });

  test('is not started with settings that Lambda would not take', async () => {
    const made = world(0, { settings: { batchSize: 0 } });
    await expect(made.start()).rejects.toThrow('batchSize is 0');
    expect(made.log.openMembers).toBe(0);
  });
});

function failures(...identifiers: readonly unknown[]): object {
  return { batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) };
}
