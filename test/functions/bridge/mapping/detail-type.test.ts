import { describe, expect, it } from 'vitest';
import { topicDetailType } from '../../../../functions/bridge/mapping/detail-type.ts';
import { configuration } from '../../../fixtures/configuration.ts';

const TYPES = 'aws.eventbridge.detail.types';

/** The detail type of a record with this value. */
function detailType(topic: string, properties: Readonly<Record<string, unknown>>, value = 'null'): string {
  const type = topicDetailType(topic, configuration(properties).detailTypeRule);
  const json = Buffer.from(value);
  return typeof type === 'string' ? type : type(json, 0, json.length);
}

describe('topicDetailType', () => {
  it.each([
    { rule: 'kafka-connect-${topic}', topic: 'orders', expected: 'kafka-connect-orders' },
    { rule: 'order-created', topic: 'orders', expected: 'order-created' },
    { rule: 'My Detail Type', topic: 'orders', expected: 'My Detail Type' },
    { rule: 'my-${topic}', topic: 'orders', expected: 'my-orders' },
    { rule: '${topic}/${topic}', topic: 'orders', expected: 'orders/orders' },
    { rule: 'orders:created, payments:paid', topic: 'orders', expected: 'created' },
    { rule: 'orders:created, payments:paid', topic: 'payments', expected: 'paid' },
    { rule: 'orders:created, payments:paid', topic: 'users', expected: 'kafka-connect-users' },
    { rule: 'orders:evt-${topic}', topic: 'orders', expected: 'evt-orders' },
    { rule: 'orders:com.example:v0', topic: 'orders', expected: 'com.example' },
    { rule: 'orders: evt', topic: 'orders', expected: ' evt' },
    { rule: 'orders.*:evt', topic: 'orders.eu', expected: 'evt' },
    { rule: 'orders.*:evt-${topic}', topic: 'orders.eu', expected: 'evt-orders.eu' },
    { rule: 'orders.*:evt', topic: 'orders', expected: 'kafka-connect-orders' },
    { rule: 'orders.*:evt', topic: 'ordersXeu', expected: 'kafka-connect-ordersXeu' },
    { rule: '*:any,orders.eu:eu', topic: 'orders.eu', expected: 'eu' },
    { rule: 'orders.*:first,*.eu:second', topic: 'orders.eu', expected: 'first' },
    { rule: 'orders.*:first,*.eu:second', topic: 'users.eu', expected: 'second' },
  ])('is $expected for all records of the topic $topic under the rule $rule', ({ rule, topic, expected }) => {
    expect(topicDetailType(topic, configuration({ [TYPES]: rule }).detailTypeRule)).toBe(expected);
  });

  it('puts the topic in as it is, also when it looks like a replacement pattern', () => {
    expect(detailType("a$&b$'", { [TYPES]: 'x-${topic}' })).toBe("x-a$&b$'");
    expect(detailType("a$&b$'", { [TYPES]: 'y:x' })).toBe("kafka-connect-a$&b$'");
  });

  it('does not take a topic for a member that every object has', () => {
    expect(detailType('constructor', { [TYPES]: 'orders:created' })).toBe('kafka-connect-constructor');
  });

  it.each([
    { rule: '${$.type}', value: '{"type":"created"}', expected: 'created' },
    { rule: '${$.type}', value: '{"type":" created "}', expected: ' created ' },
    { rule: '${topic}.${$.type}.v${$.v}', value: '{"type":"a","v":2}', expected: 'orders.a.v2' },
    { rule: '${$.isNew}', value: '{"isNew":true}', expected: 'true' },
    { rule: 'orders:${$.type}', value: '{"type":"created"}', expected: 'created' },
    { rule: 'ord*:${$.type}', value: '{"type":"created"}', expected: 'created' },
    { rule: '${$}', value: '"created"', expected: 'created' },
    { rule: 'a-${$.type}', value: '{}', expected: 'kafka-connect-orders' },
    { rule: 'a-${$.type}', value: '{"type":null}', expected: 'kafka-connect-orders' },
    { rule: 'a-${$.type}', value: '{"type":{}}', expected: 'kafka-connect-orders' },
    { rule: 'a-${$.type}', value: '{"type":["created"]}', expected: 'kafka-connect-orders' },
    { rule: 'a-${$.type}', value: '{"type":"  "}', expected: 'kafka-connect-orders' },
    { rule: 'a-${$.type}${$.v}', value: '{"type":"created"}', expected: 'kafka-connect-orders' },
    { rule: 'a-${$.type}', value: 'null', expected: 'kafka-connect-orders' },
  ])('is $expected under the rule $rule for the value $value', ({ rule, value, expected }) => {
    expect(detailType('orders', { [TYPES]: rule }, value)).toBe(expected);
  });

  it.each([
    { value: '{"type":"created"}', expected: 'created' },
    { value: '{"type":" created "}', expected: ' created ' },
    { value: '{"type":"gr\\u00f6\\u00dfe"}', expected: 'größe' },
    { value: '{"type":7}', expected: 'orders' },
    { value: '{"type":true}', expected: 'orders' },
    { value: '{"type":null}', expected: 'orders' },
    { value: '{"type":{}}', expected: 'orders' },
    { value: '{"type":" "}', expected: 'orders' },
    { value: '{}', expected: 'orders' },
    { value: '"created"', expected: 'orders' },
    { value: 'null', expected: 'orders' },
  ])('is $expected for the value $value, by the JSONPath mapper', ({ value, expected }) => {
    const properties = {
      'aws.eventbridge.detail.types.mapper.class': 'jsonpath',
      'aws.eventbridge.detail.types.jsonpathmapper.fieldref': '$.type',
    };

    expect(detailType('orders', properties, value)).toBe(expected);
  });

  it.each([
    { what: 'of the topic', topic: (text: string) => text, rule: '${topic}', value: () => 'null' },
    {
      what: 'of the value',
      topic: () => 'orders',
      rule: '${$}',
      value: (text: string) => JSON.stringify(text),
    },
  ])('takes 128 characters $what and refuses one more', ({ topic, rule, value }) => {
    const longest = 'x'.repeat(128);
    const longer = `${longest}x`;

    expect(detailType(topic(longest), { [TYPES]: rule }, value(longest))).toBe(longest);
    expect(() => detailType(topic(longer), { [TYPES]: rule }, value(longer))).toThrow(
      expect.objectContaining({
        code: 'DETAIL_TYPE_INVALID',
        message: 'The detail type has 129 characters; EventBridge takes 1 to 128.',
      }),
    );
  });

  it('never tells in an error what the value holds', () => {
    expect(() => detailType('orders', { [TYPES]: '${$}' }, `"${'SECRET'.repeat(50)}"`)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('SECRET') }),
    );
  });
});
