import { describe, expect, it } from 'vitest';
import { deadLetterKey } from '../../shared/dead-letter-objects.ts';

describe('deadLetterKey', () => {
  it('tells where the record was: connector, topic, partition and offset', () => {
    expect(deadLetterKey({ connectorId: 'payments', id: 'orders/3/42-a96cb3ba2632ddc1' })).toBe(
      'dead-letters/payments/orders/3/42-a96cb3ba2632ddc1.json',
    );
  });

  it('takes a connector id of any characters for one part of the path', () => {
    expect(deadLetterKey({ connectorId: 'a/b é', id: 'orders/0/0-0' })).toBe(
      'dead-letters/a%2Fb%20%C3%A9/orders/0/0-0.json',
    );
  });
});
