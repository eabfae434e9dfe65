import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entrySizeBytes } from '../../../functions/bridge/entry-size.ts';
import type { BridgeEntry } from '../../../functions/bridge/wrap.ts';
import { base64, kafkaRecord } from '../../fixtures/kafka-event.ts';
import { arbitraryRecord } from './shapes/arbitrary-record.ts';
import { NO_SCHEMAS, wrap, wrapper } from './shapes/wrapped.ts';

function sizeOf({ source, detailType, detail, resources }: BridgeEntry): number {
  return entrySizeBytes({ Source: source, DetailType: detailType, Detail: detail, Resources: resources });
}

describe('Wrapper', () => {
  it('puts a record into the envelope of the connector: compact, in a fixed order of members', () => {
    // Prepare
    const record = kafkaRecord({
      topic: 'orders',
      partition: 3,
      offset: 42,
      timestamp: 1_700_000_000_123,
      timestampType: 'CREATE_TIME',
      headers: [{ trace: [97, 98, 99] }, { a: [120] }, { trace: [100, 101, 102] }],
      key: base64('k-1'),
      value: base64('{ "total": 12.50 }'),
    });

    // Act
    const entry = wrapper({ 'aws.eventbridge.eventbus.resources': 'arn:a,arn:b' }).wrap(
      record,
      7,
      NO_SCHEMAS,
    );

    // Assess
    expect(entry).toMatchObject({
      index: 7,
      source: 'kafka-connect.orders-bridge',
      detailType: 'kafka-connect-orders',
      resources: ['arn:a', 'arn:b'],
      detail:
        '{"topic":"orders","partition":3,"offset":42,"timestamp":1700000000123,"timestampType":"CreateTime",' +
        '"headers":[{"trace":"abc"},{"a":"x"},{"trace":"def"}],"key":"k-1","value":{"total":12.50}}',
      sizeBytes: sizeOf(entry),
    });
  });

  it('refuses a record that the event shows to be defective, and tells why', () => {
    const record = kafkaRecord({ timestamp: 2 ** 60 });

    expect(() => wrapper().wrap(record, 0, NO_SCHEMAS)).toThrow(
      expect.objectContaining({
        name: 'RecordError',
        code: 'RECORD_INVALID',
        message: record.defect?.reason,
      }),
    );
  });

  it('starts every record afresh, also after a bad one', () => {
    // Prepare
    const wrapping = wrapper();
    const good = kafkaRecord();
    const expected = wrapping.wrap(good, 0, NO_SCHEMAS).detail;

    // Act
    const act = () => wrapping.wrap(kafkaRecord({ value: base64('{"a":') }), 1, NO_SCHEMAS);

    // Assess
    expect(act).toThrow(expect.objectContaining({ code: 'PAYLOAD_INVALID' }));
    expect(wrapping.wrap(good, 2, NO_SCHEMAS).detail).toBe(expected);
  });

  it('takes an event up to the limit of a request and refuses one byte more', () => {
    // Prepare
    const properties = { 'aws.eventbridge.request.max.bytes': '262144', 'value.converter': 'string' };
    const overhead = wrap({ value: '' }, properties).sizeBytes;
    const ofBytes = (bytes: number) => ({ value: base64('x'.repeat(bytes - overhead)) });

    // Act
    const largest = wrap(ofBytes(262_144), properties);

    // Assess
    expect(largest.sizeBytes).toBe(262_144);
    expect(() => wrap(ofBytes(262_145), properties)).toThrow(
      expect.objectContaining({
        code: 'ENTRY_TOO_LARGE',
        message: 'The event has 262145 bytes; a PutEvents request takes 262144.',
      }),
    );
  });

  it('fails only the topic whose detail type is too long', () => {
    // Prepare
    const wrapping = wrapper();
    const long = kafkaRecord({ topic: 'x'.repeat(120) });

    // Act
    const act = () => wrapping.wrap(long, 0, NO_SCHEMAS);

    // Assess
    expect(act).toThrow(expect.objectContaining({ code: 'DETAIL_TYPE_INVALID' }));
    expect(wrapping.wrap(kafkaRecord(), 1, NO_SCHEMAS).detailType).toBe('kafka-connect-orders');
    expect(act).toThrow(expect.objectContaining({ code: 'DETAIL_TYPE_INVALID' }));
  });

  it('gives each topic its own detail type', () => {
    const wrapping = wrapper({ 'aws.eventbridge.detail.types': 'orders:created,payments:paid' });

    const detailTypes = ['orders', 'payments', 'users', 'orders'].map(
      (topic) => wrapping.wrap(kafkaRecord({ topic }), 0, NO_SCHEMAS).detailType,
    );

    expect(detailTypes).toEqual(['created', 'paid', 'kafka-connect-users', 'created']);
  });

  it('carries more topics than it remembers', () => {
    const wrapping = wrapper();

    for (let number = 0; number < 2_500; number++) {
      const topic = `topic-${number}`;
      expect(wrapping.wrap(kafkaRecord({ topic }), 0, NO_SCHEMAS).detail).toMatch(`{"topic":"${topic}",`);
    }
  });

  it.each(['connector', 'value', 'cloudevents'])(
    'counts the size of what it built in the shape %s, whatever the record holds',
    (shape) => {
      const wrapping = wrapper({
        'aws.eventbridge.detail.shape': shape,
        'key.converter': 'bytes',
        'value.converter': 'string',
        'aws.eventbridge.eventbus.resources': 'arn:é',
      });
      fc.assert(
        fc.property(arbitraryRecord, (record) => {
          const entry = wrapping.wrap(kafkaRecord(record), 0, NO_SCHEMAS);

          expect(entry.sizeBytes).toBe(sizeOf(entry));
        }),
      );
    },
  );

  it('reads each topic with the formats of its own', () => {
    const wrapping = wrapper({ topics: { raw: { 'value.converter': 'bytes' } } });
    const value = base64('{}');

    const details = ['raw', 'orders'].map(
      (topic) => wrapping.wrap(kafkaRecord({ topic, value }), 0, NO_SCHEMAS).detail,
    );

    expect(details).toEqual([
      expect.stringContaining('"value":"e30="}'),
      expect.stringContaining('"value":{}}'),
    ]);
  });
});
