import { describe, expect, it } from 'vitest';
import { detailTypeOf } from '../../../functions/bridge/detail-type.ts';
import { configuration } from '../../fixtures/configuration.ts';

function detailType(topic: string, detailTypes?: string): string {
  const properties = detailTypes === undefined ? {} : { 'aws.eventbridge.detail.types': detailTypes };
  return detailTypeOf(topic, configuration(properties).detailTypeRule);
}

describe('detailTypeOf', () => {
  it.each([
    { rule: undefined, topic: 'orders', expected: 'kafka-connect-orders' },
    { rule: 'order-created', topic: 'orders', expected: 'order-created' },
    { rule: 'My Detail Type', topic: 'orders', expected: 'My Detail Type' },
    { rule: 'my-${topic}', topic: 'orders', expected: 'my-orders' },
    { rule: '${topic}/${topic}', topic: 'orders', expected: 'orders/orders' },
    { rule: 'orders:created, payments:paid', topic: 'orders', expected: 'created' },
    { rule: 'orders:created, payments:paid', topic: 'payments', expected: 'paid' },
    { rule: 'orders:created, payments:paid', topic: 'users', expected: 'kafka-connect-users' },
    { rule: 'orders:evt-${topic}', topic: 'orders', expected: 'evt-${topic}' },
    { rule: 'orders:com.example:v0', topic: 'orders', expected: 'com.example' },
    { rule: 'orders: evt', topic: 'orders', expected: ' evt' },
  ])('is $expected for the topic $topic under the rule $rule', ({ rule, topic, expected }) => {
    expect(detailType(topic, rule)).toBe(expected);
  });

  it('puts the topic in as it is, also when it looks like a replacement pattern', () => {
    expect(detailType("a$&b$'", 'x-${topic}')).toBe("x-a$&b$'");
  });

  it('does not take a topic for a member that every object has', () => {
    expect(detailType('constructor', 'orders:created')).toBe('kafka-connect-constructor');
  });

  it('takes 128 characters and refuses one more', () => {
    const longest = 'x'.repeat(128);

    expect(detailType(longest, '${topic}')).toBe(longest);
    expect(() => detailType(`${longest}x`, '${topic}')).toThrow(
      expect.objectContaining({
        code: 'DETAIL_TYPE_INVALID',
        message: expect.stringContaining('129 characters'),
      }),
    );
  });
});
