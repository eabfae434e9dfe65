import { describe, expect, it } from 'vitest';
import { parseDetailTypeRule } from '../../../shared/configuration/detail-type-rule.ts';

function byTopic(detailTypes: Readonly<Record<string, string>>) {
  return { rule: { kind: 'by-topic', detailTypes: new Map(Object.entries(detailTypes)) } };
}

describe('parseDetailTypeRule', () => {
  it.each([
    { items: ['kafka-connect-${topic}'], expression: 'kafka-connect-${topic}' },
    { items: ['My Detail Type'], expression: 'My Detail Type' },
    { items: ['x'.repeat(128)], expression: 'x'.repeat(128) },
    // The topic may shorten it: ${topic} has eight characters.
    { items: [`\${topic}${'x'.repeat(125)}`], expression: `\${topic}${'x'.repeat(125)}` },
  ])('reads a single item without a colon as an expression: $expression', ({ items, expression }) => {
    expect(parseDetailTypeRule(items)).toEqual({ rule: { kind: 'expression', expression } });
  });

  it.each([
    { items: ['orders:created'], detailTypes: { orders: 'created' } },
    { items: ['orders:created', 'payments:paid'], detailTypes: { orders: 'created', payments: 'paid' } },
    { items: ['orders:com.example:v0'], detailTypes: { orders: 'com.example' } },
    { items: ['orders :evt'], detailTypes: { 'orders ': 'evt' } },
    { items: ['orders: evt'], detailTypes: { orders: ' evt' } },
    { items: [':evt'], detailTypes: { '': 'evt' } },
    { items: ['orders:evt-${topic}'], detailTypes: { orders: 'evt-${topic}' } },
  ])('reads $items as a list by topic', ({ items, detailTypes }) => {
    expect(parseDetailTypeRule(items)).toEqual(byTopic(detailTypes));
  });

  it.each([
    { items: [], problem: 'is empty' },
    { items: [''], problem: 'is empty' },
    { items: ['a', 'b'], problem: 'has the item "a", which is not topic:detailType' },
    { items: ['t:a', 'b-${topic}'], problem: 'has the item "b-${topic}", which is not topic:detailType' },
    { items: ['t:a', ''], problem: 'has the item "", which is not topic:detailType' },
    { items: ['orders:'], problem: 'has the item "orders:", which is not topic:detailType' },
    { items: [':'], problem: 'has the item ":", which is not topic:detailType' },
    { items: ['k-${Topic}'], problem: 'has a placeholder other than ${topic}' },
    { items: ['k-${topic'], problem: 'has a placeholder other than ${topic}' },
    { items: ['t:a', 't:b'], problem: 'names the topic "t" twice' },
    { items: ['x'.repeat(129)], problem: 'has a detail type of 129 characters; EventBridge takes 128' },
    {
      items: [`t:${'x'.repeat(129)}`],
      problem: 'has a detail type of 129 characters; EventBridge takes 128',
    },
  ])('refuses $items', ({ items, problem }) => {
    expect(parseDetailTypeRule(items)).toEqual({ problem });
  });
});
