import avro from 'avsc';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../infra/local/seeded-random.ts';
import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { type BatchPlan, batchEvent, goodOffsets, partsOf } from './batch.ts';
import { ORDER_BYTES, ORDER_DEFINITION, orderPayload } from './order.ts';
import { WORKLOADS, type WorkloadName } from './workloads.ts';

const NAMES = Object.keys(WORKLOADS) as WorkloadName[];

function plan(workload: WorkloadName, more: Partial<BatchPlan> = {}): BatchPlan {
  return { workload, records: 100, partitions: 4, ...more };
}

function recordsOf(event: KafkaEvent): KafkaEventRecord[] {
  return Object.values(event.records).flat();
}

function valueBytes({ value }: KafkaEventRecord): Buffer {
  return Buffer.from(value ?? '', 'base64');
}

test.each(NAMES)('%s is the same batch every time', (workload) => {
  expect(batchEvent(plan(workload))).toEqual(batchEvent(plan(workload)));
});

test.each([
  ['small-json', 120],
  ['json', 1_024],
  ['large-json', 20_480],
] as const)('%s has documents of exactly %i bytes', (workload, bytes) => {
  for (const record of recordsOf(batchEvent(plan(workload)))) {
    expect(valueBytes(record)).toHaveLength(bytes);
    expect(() => JSON.parse(valueBytes(record).toString())).not.toThrow();
  }
});

test('documents differ, and some need escapes and characters beyond ASCII', () => {
  const texts = recordsOf(batchEvent(plan('json'))).map((record) => valueBytes(record).toString());

  expect(new Set(texts).size).toBe(100);
  expect(texts.some((text) => text.includes('\\"'))).toBe(true);
  expect(texts.some((text) => Buffer.byteLength(text) > text.length)).toBe(true);
});

test('an order has exactly 553 bytes of Avro that avsc reads, whatever is in it', () => {
  const type = avro.Type.forSchema(JSON.parse(ORDER_DEFINITION));
  const random = seededRandom(7);

  const payloads = Array.from({ length: 500 }, (_, index) => orderPayload(index, random));

  expect(ORDER_BYTES).toBe(553);
  for (const payload of payloads) {
    expect(payload).toHaveLength(ORDER_BYTES);
    expect(type.isValid(type.fromBuffer(payload))).toBe(true);
  }
  expect(new Set(payloads.map((payload) => payload.toString('base64'))).size).toBe(payloads.length);
});

describe('poison', () => {
  test('is exactly every tenth record, and the others are those of the workload without poison', () => {
    const good = goodOffsets(plan('poison'));
    const healthy = new Map(recordsOf(batchEvent(plan('poison'))).map((record) => [record.offset, record]));

    expect(good).toHaveLength(90);
    expect(good.every((offset) => offset % 10 !== 9)).toBe(true);
    for (const offset of good) expect(valueBytes(healthy.get(offset) ?? missing())).toHaveLength(571);
  });

  test('is of two kinds', () => {
    const bad = recordsOf(batchEvent(plan('poison'))).filter(({ offset }) => offset % 10 === 9);

    expect(new Set(bad.map((record) => valueBytes(record).length))).toEqual(new Set([12, 200]));
  });
});

test.each(NAMES)(
  'records of %s are on all partitions of their topic, in the order of their offsets',
  (workload) => {
    const { records } = batchEvent(plan(workload, { records: 1_000, partitions: 8 }));

    for (const [name, list] of Object.entries(records)) {
      const offsets = list.map(({ offset }) => offset);
      expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
      for (const { topic, partition } of list) expect(`${topic}-${partition}`).toBe(name);
    }
    const topics = Map.groupBy(Object.keys(records), (name) => name.slice(0, name.lastIndexOf('-')));
    for (const partitions of topics.values()) expect(partitions).toHaveLength(8);
  },
);

test('mixed topics come in equal parts', () => {
  const topics = Map.groupBy(recordsOf(batchEvent(plan('mixed'))), ({ topic }) => topic);

  expect([...topics].map(([topic, list]) => [topic, list.length]).toSorted()).toEqual([
    ['clicks', 25],
    ['documents', 25],
    ['notes', 25],
    ['orders', 25],
  ]);
});

test('offsets name the records of a batch, all of them good where nothing is poison', () => {
  const offsets = recordsOf(batchEvent(plan('mixed'))).map(({ offset }) => offset);

  expect(offsets.toSorted((a, b) => a - b)).toEqual(goodOffsets(plan('mixed')));
});

function missing(): never {
  throw new Error('The record is missing.');
}

test('the parts of an event are all of its records once, as many of every partition in each', () => {
  const whole = plan('small-json', { records: 1_600, recordsAtOnce: 100 });
  const event = batchEvent(whole);

  const parts = partsOf(event, whole);

  expect(parts.map((part) => Object.values(part.records).map(({ length }) => length))).toEqual(
    Array.from({ length: 16 }, () => [25, 25, 25, 25]),
  );
  for (const [name, list] of Object.entries(event.records)) {
    expect(parts.flatMap(({ records }) => records[name] ?? [])).toEqual(list);
  }
  expect(partsOf(event, plan('small-json', { records: 1_600 }))).toEqual([event]);
});
