import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PollingMode } from '../../../../infra/local/mapping/mapping-settings.ts';
import { type Answer, MappingWorld, SKIPPED_VALUE, SKIPPING_FILTER, type Write } from './mapping-world.ts';

const MAX_PAYLOAD_BYTES = 2_000;

const reading = fc.constantFrom('listed' as const, 'rewind' as const, 'ignored' as const);

const polling: fc.Arbitrary<PollingMode> = fc.oneof(
  fc.record({ mode: fc.constant('on-demand' as const), pollers: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    mode: fc.constant('provisioned' as const),
    pollers: fc.integer({ min: 1, max: 3 }),
    invocationsPerPoller: fc.integer({ min: 1, max: 3 }),
    maximumRetryAttempts: fc.integer({ min: -1, max: 3 }),
    maximumRecordAgeSeconds: fc.constantFrom(-1, 60),
    bisectBatchOnFunctionError: fc.boolean(),
    responseReading: reading,
  }),
);

const settings = fc.record({
  batchSize: fc.constantFrom(1, 2, 5, 100),
  batchWindowMs: fc.constantFrom(0, 500, 2_000),
  filters: fc.constantFrom([], [SKIPPING_FILTER]),
  polling,
});

const answer: fc.Arbitrary<Answer> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('success' as const, 'throw' as const, 'throttle' as const, 'unreachable' as const),
  }),
  fc.record({ kind: fc.constant('report' as const), places: fc.array(fc.nat(20), { maxLength: 4 }) }),
  fc.record({
    kind: fc.constant('nonsense' as const),
    response: fc.constantFrom(
      'done',
      { batchItemFailures: 'orders-0' },
      { batchItemFailures: [{ itemIdentifier: 'orders-0-1' }] },
      { batchItemFailures: [{ itemIdentifier: { partition: 'orders-0', offset: 1e9 } }] },
      { batchItemFailures: [{ itemIdentifier: { partition: 'elsewhere-0', offset: 0 } }] },
    ),
  }),
);

/** A record, before it has a place: how far behind the one before, and what is special about it. */
const record = fc.record({
  gap: fc.constantFrom(0, 0, 0, 1, 5),
  kind: fc.constantFrom(
    'plain' as const,
    'plain' as const,
    'filtered' as const,
    'oversize' as const,
    'old' as const,
  ),
});

const action = fc.record({
  afterMs: fc.integer({ min: 0, max: 4_000 }),
  kind: fc.constantFrom('rotate' as const, 'borrow' as const, 'stop' as const, 'kill' as const),
});

const plan = fc.record({
  settings,
  partitions: fc.array(fc.array(record, { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
  answers: fc.array(fc.record({ answer, ms: fc.constantFrom(0, 0, 10, 700, 5_000) }), { maxLength: 40 }),
  writes: fc.array(fc.constantFrom<Write>('success', 'error', 'no-answer'), { maxLength: 20 }),
  readErrors: fc.nat(2),
  commitErrors: fc.nat(3),
  chunkRecords: fc.constantFrom(1, 3, 100),
  readMs: fc.constantFrom(0, 0, 300),
  commitMs: fc.constantFrom(0, 0, 400),
  actions: fc.array(action, { maxLength: 4 }),
});

type Plan = typeof plan extends fc.Arbitrary<infer Value> ? Value : never;
type PlannedKind = Plan['partitions'][number][number]['kind'];

/** Older than any record may be that has an age limit. */
const OLD_MS = 1_000_000;

function contents(kind: PlannedKind, nowMs: number) {
  switch (kind) {
    case 'plain':
      return {};
    case 'filtered':
      return { value: SKIPPED_VALUE };
    case 'oversize':
      return { value: 'A'.repeat(MAX_PAYLOAD_BYTES) };
    case 'old':
      return { timestamp: nowMs - OLD_MS };
  }
}

function build(planned: Plan): MappingWorld {
  // A record that is to be left out is one to be delivered where there is no filter.
  const hasFilter = planned.settings.filters.length > 0;
  const world = new MappingWorld({
    partitions: planned.partitions.length,
    settings: planned.settings,
    maxPayloadBytes: MAX_PAYLOAD_BYTES,
    answers: planned.answers,
    writes: planned.writes,
  });
  for (const [partition, records] of planned.partitions.entries()) {
    let offset = -1;
    for (const { gap, kind } of records) {
      offset += 1 + gap;
      const shape = kind === 'filtered' && !hasFilter ? 'plain' : kind;
      world.log.append(partition, { offset, ...contents(shape, world.clock.nowMs()) });
    }
  }
  world.log.chunkRecords = planned.chunkRecords;
  world.log.readMs = planned.readMs;
  world.log.commitMs = planned.commitMs;
  world.log.readErrors.push(...Array.from({ length: planned.readErrors }, () => new Error('no broker')));
  world.log.commitErrors.push(
    ...Array.from({ length: planned.commitErrors }, () => new Error('no coordinator')),
  );
  return world;
}

async function play(planned: Plan): Promise<MappingWorld> {
  const world = build(planned);
  await world.start();
  for (const { kind, afterMs } of planned.actions) {
    await world.clock.advance(afterMs);
    if (kind === 'rotate') void world.log.rotate();
    else if (kind === 'borrow') void world.log.borrow([0, 2], 1_500);
    else {
      await (kind === 'stop' ? world.stop() : world.kill());
      await world.start();
    }
  }
  await world.finish();
  await world.stop();
  return world;
}

const isUndisturbed = ({ actions }: Plan) => actions.length === 0;

test('every record is delivered, given to the destination or dropped, in order, and committed only then', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (planned) => {
      const world = await play(planned);
      expect(world.violations).toEqual([]);
      expect(world.unfinished).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('without restarts and rebalances, every record is polled and committed once, and the counts add up', async () => {
  await fc.assert(
    fc.asyncProperty(
      plan.map((planned) => ({ ...planned, actions: [] })).filter(isUndisturbed),
      async (planned) => {
        const world = await play(planned);
        const records = world.log.partitions.flat();
        expect(world.total('polledEventCount')).toBe(records.length);
        expect(world.total('committedEventCount')).toBe(records.length);
        expect(world.total('filteredOutEventCount')).toBe(
          records.filter(({ value }) => value === SKIPPED_VALUE).length,
        );
        expect(world.total('droppedEventCount')).toBe(world.dropped.size);
        const given = world.given.flatMap(({ event }) => Object.values(event.records).flat());
        expect(world.total('onFailureDestinationDeliveredEventCount')).toBe(given.length);
        // Each of them ends in one way.
        expect(
          world.delivered.size + given.length + world.dropped.size + world.total('filteredOutEventCount'),
        ).toBe(records.length);
        expect(world.total('invocations')).toBe(world.events.length);
      },
    ),
    { numRuns: 200 },
  );
});
