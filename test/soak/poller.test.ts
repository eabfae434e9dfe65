import { describe, expect, test } from 'vitest';
import { recordCount, recordsOf } from '../../infra/local/mapping/event-records.ts';
import { recordName } from '../../infra/local/mapping/record-book.ts';
import { makePollers, type Poller } from './poller.ts';
import type { KnownRecord } from './producer.ts';
import { CALM, type Scenario } from './scenario.ts';
import { TOPIC_PARTITIONS } from './topics.ts';

const RECORDS = 600;
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

function poll(scenario: Partial<Scenario>, records = RECORDS, seed = 5) {
  const produced: KnownRecord[] = [];
  const pollers = makePollers({ ...CALM, name: '', about: '', ...scenario }, { records, seed }, (record) =>
    produced.push(record),
  );
  return { produced, batches: pollers.flatMap(batchesOf) };
}

function batchesOf(poller: Poller) {
  const batches = [];
  for (let batch = poller.nextBatch(); batch !== undefined; batch = poller.nextBatch()) batches.push(batch);
  return batches;
}

describe('pollers', () => {
  test.each([1, 7, 100, 10_000])('deliver every record once, in batches of up to %i', (batchSize) => {
    const { produced, batches } = poll({ batchSize });

    const delivered = batches.flatMap(recordsOf).map(recordName);
    expect(delivered.toSorted()).toEqual(produced.map(({ record }) => recordName(record)).toSorted());
    expect(new Set(delivered).size).toBe(RECORDS);
    expect(Math.max(...batches.map(recordCount))).toBeLessThanOrEqual(batchSize);
  });

  test('read each partition in the order of its offsets, and mix partitions in a batch', () => {
    const { batches } = poll({ batchSize: 50 });

    const byPartition = Map.groupBy(
      batches.flatMap(recordsOf),
      ({ topic, partition }) => `${topic}-${partition}`,
    );
    expect(byPartition.size).toBe(TOPIC_PARTITIONS.length);
    for (const records of byPartition.values()) {
      expect(records.map(({ offset }) => offset)).toEqual(records.map((_, index) => index));
    }
    expect(Object.keys(batches[0]?.records ?? {}).length).toBeGreaterThan(1);
  });

  test('make no event that is larger than Lambda takes', () => {
    const { batches } = poll({ batchSize: 10_000, poisonShare: 0.9 }, 3_000);

    expect(batches.length).toBeGreaterThan(2);
    for (const batch of batches) expect(JSON.stringify(batch).length).toBeLessThan(MAX_EVENT_BYTES);
    expect(batches.reduce((sum, batch) => sum + recordCount(batch), 0)).toBe(3_000);
  });

  test('produce the same again with the same seed, and something else with another', () => {
    const [first, same, other] = [poll({}, RECORDS, 5), poll({}, RECORDS, 5), poll({}, RECORDS, 6)];

    expect(same.batches).toEqual(first.batches);
    expect(other.batches).not.toEqual(first.batches);
  });

  test('have a bad record for certain where there may be any, and none where there may not', () => {
    const kinds = (poisonShare: number) =>
      poll({ poisonShare }, 60).produced.filter(({ expectation }) => expectation.kind === 'poison').length;

    expect(kinds(0.000_001)).toBe(1);
    expect(kinds(0)).toBe(0);
  });
});
