import { describe, expect, it } from 'vitest';
import { matchesEventPattern } from '../../../../infra/local/event-pattern/match.ts';
import { parseEventPattern } from '../../../../infra/local/event-pattern/parse.ts';
import { base64 } from '../../../fixtures/kafka-event.ts';
import { wrap } from './wrapped.ts';

/** Records that rules are to tell apart, by what their value is. */
const VALUES = {
  'an order': base64('{"total":250,"items":[{"sku":"A"}]}'),
  'the JSON document null': base64('null'),
  'a tombstone': null,
} as const;

const SHAPES = {
  connector: { 'aws.eventbridge.tombstone.marker': 'true' },
  value: { 'aws.eventbridge.detail.shape': 'value' },
  cloudevents: { 'aws.eventbridge.detail.shape': 'cloudevents' },
} as const;

const LARGE = [{ numeric: ['>', 100] }];
const ABSENT = [{ exists: false }];

describe('a rule tells records apart', () => {
  it.each([
    { shape: 'connector', detail: { tombstone: [true] }, matched: ['a tombstone'] },
    { shape: 'connector', detail: { tombstone: ABSENT }, matched: ['an order', 'the JSON document null'] },
    { shape: 'connector', detail: { value: [null], tombstone: ABSENT }, matched: ['the JSON document null'] },
    { shape: 'connector', detail: { value: { total: LARGE } }, matched: ['an order'] },
    { shape: 'value', detail: { _kafka: { tombstone: [true] } }, matched: ['a tombstone'] },
    {
      shape: 'value',
      detail: { _kafka: { topic: ['orders'], tombstone: ABSENT } },
      matched: ['an order', 'the JSON document null'],
    },
    { shape: 'value', detail: { total: LARGE, items: { sku: ['A'] } }, matched: ['an order'] },
    { shape: 'cloudevents', detail: { kafkatombstone: [true] }, matched: ['a tombstone'] },
    {
      shape: 'cloudevents',
      detail: { kafkatopic: ['orders'], kafkatombstone: ABSENT },
      matched: ['an order', 'the JSON document null'],
    },
    {
      shape: 'cloudevents',
      detail: { type: ['kafka-connect-orders'], data: { total: LARGE } },
      matched: ['an order'],
    },
  ] as const)('in the shape $shape by $detail', ({ shape, detail, matched }) => {
    const pattern = parseEventPattern(JSON.stringify({ detail }));

    const found = Object.entries(VALUES).filter(([, value]) =>
      matchesEventPattern(pattern, `{"detail":${wrap({ value }, SHAPES[shape]).detail}}`),
    );

    expect(found.map(([what]) => what)).toEqual(matched);
  });
});
