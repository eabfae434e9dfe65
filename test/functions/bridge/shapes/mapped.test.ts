import { describe, expect, it } from 'vitest';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { base64, kafkaRecord } from '../../../fixtures/kafka-event.ts';
import { header, NO_SCHEMAS, wrap, wrapper } from './wrapped.ts';

const SHAPES = ['connector', 'value', 'cloudevents'] as const;

const MAPPING = {
  'aws.eventbridge.detail.types': '${$.type}',
  'aws.eventbridge.eventbus.resources': 'arn:${$.id}',
  'aws.eventbridge.time.mapper.class': 'jsonpath',
  'aws.eventbridge.time.jsonpathmapper.fieldref': '$.at',
};

function mapped(shape: string, record: Partial<KafkaEventRecord>) {
  const { detailType, resources, timeMs, detail } = wrap(record, {
    ...MAPPING,
    'aws.eventbridge.detail.shape': shape,
  });
  return { detailType, resources, timeMs, detail: JSON.parse(detail) };
}

const VALUE = '{"type":"created","id":"o-1","at":"2026-01-02T03:04:05Z"}';

describe.each(SHAPES)('a record in the shape %s', (shape) => {
  it('is mapped by its value', () => {
    expect(mapped(shape, { value: base64(VALUE) })).toMatchObject({
      detailType: 'created',
      resources: ['arn:o-1'],
      timeMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    });
  });

  it.each(['{}', '[]', '"type"', '{"type":null,"key":{"type":"x"}}'])(
    'falls back for the value %s',
    (value) => {
      expect(mapped(shape, { key: base64('{"type":"x"}'), value: base64(value) })).toMatchObject({
        detailType: 'kafka-connect-orders',
        resources: [],
        timeMs: undefined,
      });
    },
  );

  it('falls back for a tombstone', () => {
    expect(mapped(shape, { value: null }).detailType).toBe('kafka-connect-orders');
  });

  it('counts what it is mapped to', () => {
    const properties = { 'aws.eventbridge.detail.shape': shape };
    const record = { value: base64(VALUE) };
    const plain = wrap(record, { ...properties, 'aws.eventbridge.detail.types': 'created' });
    const timed = wrap(record, { ...properties, ...MAPPING });

    expect(timed.sizeBytes - Buffer.byteLength(timed.detail)).toBe(
      plain.sizeBytes - Buffer.byteLength(plain.detail) + Buffer.byteLength('arn:o-1') + 14,
    );
  });

  it('is mapped record by record', () => {
    const all = wrapper({ ...MAPPING, 'aws.eventbridge.detail.shape': shape });
    const types = ['a', 'b', 'a', 'cc'].map((type) => {
      const record = kafkaRecord({ value: base64(`{"type":"${type}"}`) });
      const { detailType, sizeBytes, detail, source } = all.wrap(record, 0, NO_SCHEMAS);
      return { detailType, rest: sizeBytes - detail.length - source.length };
    });

    expect(types).toEqual([
      { detailType: 'a', rest: 1 },
      { detailType: 'b', rest: 1 },
      { detailType: 'a', rest: 1 },
      { detailType: 'cc', rest: 2 },
    ]);
  });

  it('is refused with a detail type that is too long', () => {
    const value = base64(`{"type":"${'x'.repeat(129)}"}`);

    expect(() => mapped(shape, { value })).toThrow(expect.objectContaining({ code: 'DETAIL_TYPE_INVALID' }));
  });
});

describe('the shape cloudevents', () => {
  it('has the type and the time that the value gives', () => {
    expect(mapped('cloudevents', { value: base64(VALUE) }).detail).toMatchObject({
      type: 'created',
      time: '2026-01-02T03:04:05.000Z',
      data: { type: 'created', id: 'o-1' },
    });
  });

  it('keeps type and time of an event that is one already', () => {
    const headers = [
      header('ce_specversion', '1.0'),
      header('ce_id', '1'),
      header('ce_source', '/shop'),
      header('ce_type', 'own'),
    ];
    const { detailType, detail } = mapped('cloudevents', { headers, value: base64(VALUE) });

    expect(detailType).toBe('created');
    expect(detail).toMatchObject({ type: 'own', source: '/shop', data: { id: 'o-1' } });
    expect(detail).not.toHaveProperty('time');
  });

  it('is mapped by the whole event in structured mode', () => {
    const event = '{"specversion":"1.0","id":"1","source":"/s","type":"own","data":{"id":9},"at":1700000000}';
    const record = {
      headers: [header('content-type', 'application/cloudevents+json')],
      value: base64(event),
    };

    expect(mapped('cloudevents', record)).toMatchObject({ detailType: 'own', timeMs: 1_700_000_000_000 });
  });

  it.each([
    { source: 'https://shop.example.com/${topic}', expected: 'https://shop.example.com/orders' },
    { source: '/shop/orders', expected: '/shop/orders' },
    { source: 'urn:acme:100%', expected: 'urn%3Aacme%3A100%25' },
    { source: 'the shop', expected: 'the%20shop' },
  ])('has the source $source as the URI reference $expected', ({ source, expected }) => {
    const { detail } = wrap(
      { value: base64('{}') },
      { 'aws.eventbridge.detail.shape': 'cloudevents', 'aws.eventbridge.source': source },
    );

    expect(JSON.parse(detail).source).toBe(expected);
  });
});
