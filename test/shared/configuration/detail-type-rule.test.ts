import { describe, expect, it } from 'vitest';
import {
  type DetailTypeRule,
  detailTypeNotes,
  parseDetailTypeRule,
} from '../../../shared/configuration/detail-type-rule.ts';

function ruleOf(...items: readonly string[]): DetailTypeRule {
  const result = parseDetailTypeRule(items);
  if ('problem' in result) throw new Error(result.problem);
  return result.rule;
}

/** Texts of the templates by name, then by pattern. */
function listOf(...items: readonly string[]): unknown {
  const rule = ruleOf(...items);
  if (rule.kind !== 'by-topic') throw new Error(`It is a rule of the kind ${rule.kind}.`);
  const byPattern = rule.byPattern.map(({ pattern, template }) => [pattern, template.text]);
  return [...[...rule.byName].map(([name, { text }]) => [name, text]), ...byPattern];
}

describe('parseDetailTypeRule', () => {
  it.each([
    'kafka-connect-${topic}',
    'My Detail Type',
    'x'.repeat(128),
    // The topic may shorten it: ${topic} has eight characters.
    `\${topic}${'x'.repeat(125)}`,
    '${$.type}',
    "${$['a:b']}",
    '${topic}-${$.order.type}',
  ])('reads a single item without a colon as an expression: %s', (text) => {
    expect(ruleOf(text)).toMatchObject({ kind: 'expression', template: { text } });
  });

  it.each([
    { items: ['orders:created'], list: [['orders', 'created']] },
    {
      items: ['orders:created', 'payments:paid'],
      list: [
        ['orders', 'created'],
        ['payments', 'paid'],
      ],
    },
    { items: ['orders:com.example:v0'], list: [['orders', 'com.example']] },
    { items: ['orders :evt'], list: [['orders ', 'evt']] },
    { items: ['orders: evt'], list: [['orders', ' evt']] },
    { items: [':evt'], list: [['', 'evt']] },
    { items: ['orders:evt-${topic}'], list: [['orders', 'evt-${topic}']] },
    { items: ["orders:${$['a:b']}:v0"], list: [['orders', "${$['a:b']}"]] },
    {
      items: ['orders.*:evt', '*:any', 'orders.eu:eu'],
      list: [
        ['orders.eu', 'eu'],
        ['orders.*', 'evt'],
        ['*', 'any'],
      ],
    },
  ])('reads $items as a list by topic, patterns behind names', ({ items, list }) => {
    expect(listOf(...items)).toEqual(list);
  });

  it.each([
    { items: [], problem: 'is empty' },
    { items: [''], problem: 'is empty' },
    { items: ['a', 'b'], problem: 'has the item "a", which is not topic:detailType' },
    { items: ['t:a', 'b-${topic}'], problem: 'has the item "b-${topic}", which is not topic:detailType' },
    { items: ['t:a', ''], problem: 'has the item "", which is not topic:detailType' },
    { items: ['orders:'], problem: 'has the item "orders:", which is not topic:detailType' },
    { items: [':'], problem: 'has the item ":", which is not topic:detailType' },
    {
      items: ['k-${Topic}'],
      problem:
        'has the placeholder ${Topic}, where only ${topic} and paths such as ${$.order.type} have a meaning',
    },
    {
      items: ['k-${topic'],
      problem: 'has a "${" without its "}"; a comma ends an item, also within a placeholder',
    },
    {
      items: ['t:${$..type}'],
      problem: 'has the placeholder ${$..type}, which is not definite: ".." looks at every depth',
    },
    { items: ['t:a', 't:b'], problem: 'names the topic "t" twice' },
    { items: ['t*:a', 't*:b'], problem: 'names the topic "t*" twice' },
    { items: ['x'.repeat(129)], problem: 'has a detail type of 129 characters; EventBridge takes 128' },
    {
      items: [`t:${'x'.repeat(129)}`],
      problem: 'has a detail type of 129 characters; EventBridge takes 128',
    },
  ])('refuses $items', ({ items, problem }) => {
    expect(parseDetailTypeRule(items)).toEqual({ problem });
  });
});

describe('detailTypeNotes', () => {
  it('tells of names that no topic has', () => {
    const notes = detailTypeNotes(ruleOf('orders :a', 'orders.*:b', 'orders eu*:c', ':d', 'orders:e'));

    expect(notes.map(({ note }) => note)).toEqual(
      ['orders ', '', 'orders eu*'].map(
        (name) => `Names the topic "${name}", and there is none of such a name.`,
      ),
    );
  });

  it('has nothing to tell of an expression', () => {
    expect(detailTypeNotes(ruleOf('My Detail Type'))).toEqual([]);
  });
});
