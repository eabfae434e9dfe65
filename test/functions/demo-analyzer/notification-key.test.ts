import { describe, expect, it } from 'vitest';
import { notificationKey } from '../../../functions/demo-analyzer/notification-key.ts';

describe('the key of a notification', () => {
  it('is a UUID of version 5 and variant 1', () => {
    expect(notificationKey({ topic: 'events', partition: 3, offset: 42 })).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  });

  it('is the same for each delivery of a record', () => {
    // Fixed: consumers tell repeated notifications by it, across versions of the analyzer.
    expect(notificationKey({ topic: 'events', partition: 3, offset: 42 })).toBe(
      '72be20ef-64aa-5684-a77d-30e9700916d9',
    );
  });

  it('differs between topics, partitions and offsets', () => {
    const keys = ['a', 'a-1'].flatMap((topic) =>
      [1, 11].flatMap((partition) => [1, 11].map((offset) => notificationKey({ topic, partition, offset }))),
    );

    expect(new Set(keys).size).toBe(8);
  });
});
