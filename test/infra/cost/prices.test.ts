import { describe, expect, it } from 'vitest';
import { cost, REGIONS } from '../../../infra/cost/prices.ts';

const ALL = [...REGIONS].flatMap(([region, { prices }]) =>
  Object.entries(prices).map(([name, price]) => ({ region, name, price })),
);

describe('unit prices', () => {
  it.each(ALL)('$region $name has a unit, a page of AWS and a date', ({ name, price }) => {
    expect(price.usd).toBeGreaterThanOrEqual(name === 'parameter' ? 0 : Number.MIN_VALUE);
    expect(price.per).toBeGreaterThan(0);
    expect(price.unit).not.toBe('');
    expect(new URL(price.source).hostname).toMatch(/^(?:docs\.)?aws\.amazon\.com$/);
    expect(new Date(price.asOf).toISOString().slice(0, 10)).toBe(price.asOf);
    expect(['listed', 'reported']).toContain(price.sure);
  });

  it('are for so many units', () => {
    expect(cost(3_000_000, { ...sample(), usd: 0.2, per: 1_000_000 })).toBeCloseTo(0.6, 9);
    expect(cost(730, { ...sample(), usd: 0.185, per: 1 })).toBeCloseTo(135.05, 9);
  });
});

function sample() {
  return { unit: 'things', source: 'https://aws.amazon.com/', asOf: '2026-11-21', sure: 'listed' } as const;
}
