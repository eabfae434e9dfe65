import { describe, expect, it } from 'vitest';
import { eventRecord } from '../../../infra/kafka/event-record.ts';
import { batchOf, recordAt } from './batches.ts';

const OF = { topic: 'orders', partition: 3 };
const LOG_APPEND_TIME = 0b1000;

describe('a record that was read back', () => {
  it('has the members that Lambda gives it', () => {
    const record = recordAt(5, {
      key: Buffer.from('order-1'),
      value: Buffer.from([0xff, 0]),
      headers: [[Buffer.from('city'), Buffer.from('ë')]],
    });

    expect(eventRecord(OF, batchOf([100]), record)).toEqual({
      topic: 'orders',
      partition: 3,
      offset: 105,
      timestamp: 1_005,
      timestampType: 'CREATE_TIME',
      key: 'b3JkZXItMQ==',
      value: '/wA=',
      headers: [{ city: [-61, -85] }],
    });
  });

  it('lacks a key or value that Kafka does not have, and keeps an empty one', () => {
    const batch = batchOf([0]);

    expect(eventRecord(OF, batch, recordAt(0, { key: null, value: null }))).toStrictEqual(
      expect.not.objectContaining({ key: expect.anything(), value: expect.anything() }),
    );
    expect(Object.keys(eventRecord(OF, batch, recordAt(0, { key: null, value: null })))).toEqual([
      'topic',
      'partition',
      'offset',
      'timestamp',
      'timestampType',
      'headers',
    ]);
    const empty = Buffer.alloc(0);
    expect(eventRecord(OF, batch, recordAt(0, { key: empty, value: empty }))).toMatchObject({
      key: '',
      value: '',
    });
  });

  it('keeps the order of headers, names that occur twice, null values, and a name that objects have', () => {
    const headers: [Buffer, Buffer | null][] = [
      [Buffer.from('b'), Buffer.from([127, 128])],
      [Buffer.from('a'), null],
      [Buffer.from('b'), Buffer.alloc(0)],
      [Buffer.from('__proto__'), Buffer.from([1])],
    ];

    const record = eventRecord(OF, batchOf([0]), recordAt(0, { headers }));

    expect(JSON.stringify(record.headers)).toBe('[{"b":[127,-128]},{"a":null},{"b":[]},{"__proto__":[1]}]');
  });

  it("has the batch's latest time when the broker sets the time", () => {
    const batch = batchOf([0], { attributes: LOG_APPEND_TIME, maxTimestamp: 7_000n });

    expect(eventRecord(OF, batch, recordAt(0))).toMatchObject({
      timestamp: 7_000,
      timestampType: 'LOG_APPEND_TIME',
    });
  });

  it('may be older than the first of its batch', () => {
    expect(eventRecord(OF, batchOf([0]), recordAt(1, { timestampDelta: -400n })).timestamp).toBe(600);
  });
});
