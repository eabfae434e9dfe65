import { describe, expect, it } from 'vitest';
import { type MappedEvent, topicMapping } from '../../../../functions/bridge/mapping/topic-mapping.ts';
import { configuration } from '../../../fixtures/configuration.ts';
import { kafkaRecord } from '../../../fixtures/kafka-event.ts';

type Properties = Readonly<Record<string, unknown>>;

/** A record of the topic `orders` with this value. */
function mapped(properties: Properties, value = 'null', timestamp: number | null = null): MappedEvent {
  const json = Buffer.from(`[${value}]`);
  const record = kafkaRecord({ topic: 'orders', timestamp });
  return topicMapping('orders', configuration(properties)).of(record, json, 1, json.length - 1);
}

describe('topicMapping', () => {
  it('is the same for all records when nothing depends on them', () => {
    const { constant } = topicMapping(
      'orders',
      configuration({
        'aws.eventbridge.source': 'shop.${topic}',
        'aws.eventbridge.detail.types': '${topic}.changed',
        'aws.eventbridge.eventbus.resources': 'arn:aws:kafka:::${topic},,arn:b',
      }),
    );

    expect(constant).toEqual({
      attributes: {
        source: 'shop.orders',
        detailType: 'orders.changed',
        resources: ['arn:aws:kafka:::orders', '', 'arn:b'],
      },
      timeMs: undefined,
    });
    expect(mapped({}).attributes).toEqual({
      source: 'kafka-connect.orders-bridge',
      detailType: 'kafka-connect-orders',
      resources: [],
    });
  });

  it('takes detail type and resources from the value', () => {
    const properties = {
      'aws.eventbridge.detail.types': '${$.type}',
      'aws.eventbridge.eventbus.resources': 'arn:${topic},arn:${$.id},arn:${$.parent.id}',
    };

    expect(mapped(properties, '{"type":"created","id":7}').attributes).toEqual({
      source: 'kafka-connect.orders-bridge',
      detailType: 'created',
      resources: ['arn:orders', 'arn:7'],
    });
  });

  it.each([
    { timestamp: 1_700_000_000_123, timeMs: 1_700_000_000_123 },
    { timestamp: null, timeMs: undefined },
    { timestamp: 253_402_300_800_000, timeMs: undefined },
  ])('takes the timestamp $timestamp of the record for the time $timeMs', ({ timestamp, timeMs }) => {
    const properties = { 'aws.eventbridge.time.mapper.class': 'record-timestamp' };

    expect(mapped(properties, 'null', timestamp).timeMs).toBe(timeMs);
  });

  it('takes the time from the value, and none where there is none', () => {
    const properties = {
      'aws.eventbridge.time.mapper.class': 'jsonpath',
      'aws.eventbridge.time.jsonpathmapper.fieldref': '$.at',
    };

    expect(mapped(properties, '{"at":"2026-01-02T03:04:05Z"}', 5).timeMs).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
    expect(mapped(properties, '{"at":"soon"}', 5).timeMs).toBeUndefined();
  });

  it('shares the attributes when only the time depends on the record', () => {
    const { of, constant } = topicMapping(
      'orders',
      configuration({ 'aws.eventbridge.time.mapper.class': 'record-timestamp' }),
    );
    const json = Buffer.from('null');
    const [first, second] = [1, 2].map((timestamp) => of(kafkaRecord({ timestamp }), json, 0, 4));

    expect(constant).toBeUndefined();
    expect([first?.timeMs, second?.timeMs]).toEqual([1, 2]);
    expect(first?.attributes).toBe(second?.attributes);
  });

  it.each([
    { source: '${topic}', topic: 'aws.orders', what: 'that begins with "aws."' },
    { source: `${'x'.repeat(250)}\${topic}`, topic: 'orders1', what: 'of 257 characters' },
  ])('refuses a source $what', ({ source, topic, what }) => {
    const rules = configuration({ 'aws.eventbridge.source': source });

    expect(() => topicMapping(topic, rules)).toThrow(
      expect.objectContaining({ code: 'SOURCE_INVALID', message: expect.stringContaining(what) }),
    );
  });
});
