import { describe, expect, it } from 'vitest';
import { compareCases, ERROR, type GoldenCase } from './golden-cases.ts';

const MATCH: GoldenCase = { id: 'one', verdict: 'match', expect: { json: '{"a":1,"b":2}' } };
const BUG: GoldenCase = { ...MATCH, verdict: 'reference-bug' };
const DEVIATION = { gives: '3', reason: 'three is better' };

describe('compareCases', () => {
  it.each([
    { what: 'the text of the reference', golden: MATCH, text: '{"a":1,"b":2}' },
    { what: 'a free order', golden: { ...MATCH, compare: 'unordered' } as const, text: '{"b":2,"a":1}' },
    { what: 'an error for an error', golden: { ...MATCH, expect: { error: 'too short' } }, text: ERROR },
  ])('counts $what as matched', ({ golden, text }) => {
    const { matched, failures } = compareCases('a.json', [golden], {}, () => text);

    expect({ matched, failures }).toEqual({ matched: 1, failures: [] });
  });

  it.each([
    { what: 'another text', golden: MATCH, text: '{"a":1,"b":3}' },
    { what: 'another order', golden: MATCH, text: '{"b":2,"a":1}' },
    {
      what: 'another text of a number',
      golden: { ...MATCH, compare: 'unordered' } as const,
      text: '{"a":1.0,"b":2}',
    },
    { what: 'an error', golden: MATCH, text: ERROR },
    { what: 'a text where the reference fails', golden: { ...MATCH, expect: {} }, text: '1' },
  ])('finds $what', ({ golden, text }) => {
    const { matched, failures } = compareCases('a.json', [golden], {}, () => text);

    expect(matched).toBe(0);
    expect(failures).toEqual([{ id: 'one', expected: golden.expect.json ?? ERROR, actual: text }]);
  });

  it('holds a deviation to what it says it gives', () => {
    const given = (text: string) => compareCases('a.json', [BUG], { one: DEVIATION }, () => text);

    expect(given('3').deviations).toEqual([
      { id: 'one', reason: 'three is better', reference: '{"a":1,"b":2}', bridge: '3' },
    ]);
    expect(given('{"a":1,"b":2}').failures).toHaveLength(1);
  });

  it('lets nobody deviate from a binding case by accident', () => {
    const given = (isDespiteMatch?: true) =>
      compareCases(
        'a.json',
        [MATCH],
        { one: { ...DEVIATION, ...(isDespiteMatch && { isDespiteMatch }) } },
        () => '3',
      );

    expect(given().failures).toHaveLength(1);
    expect(given(true)).toMatchObject({ failures: [], deviations: [{ id: 'one' }] });
  });
});
