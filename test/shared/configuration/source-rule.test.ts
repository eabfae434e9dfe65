import { describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE, parseSource } from '../../../shared/configuration/source-rule.ts';

const TOPIC = { kind: 'topic' };

function text(plain: string) {
  return { kind: 'text', text: plain };
}

describe('parseSource', () => {
  it.each([
    { source: DEFAULT_SOURCE, connectorId: 'orders', parts: [text('kafka-connect.orders')] },
    { source: 'com.acme.shop', connectorId: 'orders', parts: [text('com.acme.shop')] },
    {
      source: '${connector.id}/${topic}/x',
      connectorId: 'orders',
      parts: [text('orders/'), TOPIC, text('/x')],
    },
    { source: '${topic}', connectorId: 'orders', parts: [TOPIC] },
    { source: 'a.${connector.id}', connectorId: "$&${topic}'", parts: [text("a.$&${topic}'")] },
    { source: 'x'.repeat(256), connectorId: 'orders', parts: [text('x'.repeat(256))] },
    {
      source: DEFAULT_SOURCE,
      connectorId: 'x'.repeat(242),
      parts: [text(`kafka-connect.${'x'.repeat(242)}`)],
    },
  ])('puts the connector id $connectorId into $source', ({ source, connectorId, parts }) => {
    expect(parseSource(source, connectorId)).toEqual({ template: { text: source, parts } });
  });

  it.each([
    { source: '', problem: 'makes an empty source' },
    { source: 'aws.orders', problem: 'makes a source that begins with "aws.", as only those of AWS do' },
    { source: 'aws.${topic}', problem: 'makes a source that begins with "aws.", as only those of AWS do' },
    {
      source: '${connector.id}orders',
      connectorId: 'aws.',
      problem: 'makes a source that begins with "aws.", as only those of AWS do',
    },
    {
      source: 'x'.repeat(257),
      problem: 'makes a source of 257 characters; EventBridge takes 256',
    },
    {
      source: `\${topic}${'x'.repeat(257)}`,
      problem: 'makes a source of 258 characters; EventBridge takes 256',
    },
    {
      source: '${connector.id}${connector.id}',
      connectorId: 'x'.repeat(129),
      problem: 'makes a source of 258 characters; EventBridge takes 256',
    },
    {
      source: '${$.source}',
      problem: 'has the placeholder ${$.source}, where only ${topic} has a meaning',
    },
  ])('finds that $source $problem', ({ source, connectorId = 'orders', problem }) => {
    const result = parseSource(source, connectorId);

    expect('problem' in result ? result.problem : undefined).toBe(problem);
  });
});
