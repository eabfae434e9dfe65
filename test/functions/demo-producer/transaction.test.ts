import { describe, expect, it } from 'vitest';
import { transactionMaker } from '../../../functions/demo-producer/transaction.ts';
import { seededRandom } from '../../../infra/local/seeded-random.ts';

const uuid = () => '5e9d7c1b-0000-4000-8000-000000000001';

describe('a made up transaction', () => {
  it('costs 100.01 to 200.01, as text with two decimals', () => {
    const totalOf = (random: number) => transactionMaker({ random: () => random, uuid })().total;

    expect([0, 0.5, 1 - Number.EPSILON].map(totalOf)).toEqual(['100.01', '150.01', '200.01']);
  });

  it('belongs to one of ten users, the same as long as the maker lives', () => {
    const make = transactionMaker({ random: seededRandom(7), uuid });
    const users = new Set(Array.from({ length: 1_000 }, () => make().userId));

    expect(users.size).toBe(10);
    expect([...users].every((user) => /^\d{10}$/.test(user))).toBe(true);
  });

  it('has a card number that no network issues, and all members filled', () => {
    const transaction = transactionMaker({ random: seededRandom(7), uuid })();

    expect(transaction.creditCard).toMatch(/^0000-0000-0000-\d{4}$/);
    expect(transaction.id).toBe(uuid());
    expect(Object.values(transaction).every((text) => text.length > 0)).toBe(true);
  });
});
