import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Batch } from '../../../../infra/local/mapping/batch.ts';
import { recordBytes } from '../../../../infra/local/mapping/payload-size.ts';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';

const MEMBERS = { eventSource: 'aws:kafka', eventSourceArn: 'arn:é', bootstrapServers: 'b-1:9098' } as const;
const WIDE = { maxRecords: 10_000, maxBytes: 6_000_000 };

const base64 = fc.option(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64')),
);
const headers = fc.option(
  fc.array(
    fc.dictionary(fc.string({ unit: 'binary' }), fc.option(fc.array(fc.integer({ min: -128, max: 127 }))), {
      minKeys: 1,
      maxKeys: 1,
    }),
    { maxLength: 3 },
  ),
);
const record: fc.Arbitrary<KafkaEventRecord> = fc.record(
  {
    topic: fc.constant('orders'),
    partition: fc.nat(3),
    offset: fc.nat(),
    timestamp: fc.option(fc.integer()),
    timestampType: fc.constantFrom('CREATE_TIME', null),
    key: base64,
    value: base64,
    headers,
    valueSchemaMetadata: fc.option(fc.record({ dataFormat: fc.string(), schemaId: fc.string() })),
  },
  { requiredKeys: ['topic', 'partition', 'offset'] },
);

function add(batch: Batch, of: KafkaEventRecord, fate: 'deliver' | 'filtered-out' = 'deliver'): boolean {
  return batch.add({ record: of, fate, bytes: fate === 'deliver' ? recordBytes(of) : 0 });
}

describe('a batch', () => {
  test('knows the size of its event as JSON, also after a partition was taken out', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), fc.nat(3), (records, dropped) => {
        const batch = new Batch(MEMBERS, WIDE);
        const size = () => Buffer.byteLength(JSON.stringify(batch.event()));
        for (const one of records) add(batch, one);
        expect(batch.bytes).toBe(size());
        batch.drop(dropped);
        expect(batch.bytes).toBe(size());
        expect(Object.keys(batch.event().records)).not.toContain(`orders-${dropped}`);
      }),
    );
  });

  test('takes a record that fills it to the byte, and none that is a byte longer', () => {
    const [first, second] = [0, 1].map((offset) => ({
      topic: 'orders',
      partition: 0,
      offset,
      value: 'AAAA',
    }));
    const whole = new Batch(MEMBERS, WIDE);
    for (const one of [first, second]) if (one !== undefined) add(whole, one);
    for (const [missing, isTaken] of [
      [0, true],
      [1, false],
    ] as const) {
      const batch = new Batch(MEMBERS, { ...WIDE, maxBytes: whole.bytes - missing });
      expect(first && add(batch, first)).toBe(true);
      expect(second && add(batch, second)).toBe(isTaken);
      expect(batch.isFull).toBe(!isTaken);
    }
  });

  test('keeps a record aside that would be too large alone, and takes nothing after it', () => {
    const large = { topic: 'orders', partition: 0, offset: 7, value: 'A'.repeat(300) };
    const batch = new Batch(MEMBERS, { ...WIDE, maxBytes: 300 });
    expect(add(batch, large)).toBe(true);
    expect(add(batch, { ...large, offset: 8, value: '' })).toBe(false);
    expect(batch.partitions).toMatchObject([{ records: [], oversize: [large], nextOffset: 8, readCount: 1 }]);
    expect(batch.event().records).toEqual({});
  });

  test('goes over records that are filtered out, which need no room', () => {
    const batch = new Batch(MEMBERS, { ...WIDE, maxRecords: 1 });
    const at = (offset: number) => ({ topic: 'orders', partition: 2, offset });
    for (const offset of [1, 2, 5]) expect(add(batch, at(offset), 'filtered-out')).toBe(true);
    expect(batch.isEmpty).toBe(false);
    expect(add(batch, at(9))).toBe(true);
    expect(add(batch, at(10), 'filtered-out')).toBe(false);
    expect(batch.partitions).toMatchObject([{ nextOffset: 10, readCount: 4 }]);
  });
});
