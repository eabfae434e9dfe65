import { describe, expect, it } from 'vitest';
import { eventCoordinates } from '../../../../infra/local/mapping/event-coordinates.ts';

describe('eventCoordinates', () => {
  it.each([
    { shape: 'connector', detail: { topic: 'orders', partition: 3, offset: 42, value: { topic: 'x' } } },
    { shape: 'value', detail: { total: 1, _kafka: { topic: 'orders', partition: 3, offset: 42 } } },
    { shape: 'value', detail: { topic: 'tea', _kafka: { topic: 'orders', partition: 3, offset: 42 } } },
    { shape: 'cloudevents', detail: { kafkatopic: 'orders', kafkapartition: 3, kafkaoffset: '42' } },
  ])('finds the record in the shape $shape: $detail', ({ detail }) => {
    expect(eventCoordinates(JSON.stringify(detail))).toEqual({ topic: 'orders', partition: 3, offset: 42 });
  });

  it.each(['{}', '{"topic":"orders"}', '{"_kafka":7}'])('finds none in %s', (detail) => {
    expect(eventCoordinates(detail)).toBeUndefined();
  });
});
