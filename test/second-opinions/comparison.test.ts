import { describe, expect, it } from 'vitest';
import { type Comparison, compare, isSettled } from './comparison.ts';
import type { KnownDifference } from './known-difference.ts';

const KNOWN: KnownDifference = {
  questions: ['PutEvents, nowhere'],
  standIns: '{"failed":0}',
  moto: '400 ResourceNotFoundException',
  right: 'stand-ins',
  why: 'It was recorded.',
};

type Answers = Readonly<Record<string, string>>;

const ALIKE = { 'PutEvents, an entry': '{"failed":0}' };

function compared(standIns: Answers, moto: Answers, known: readonly KnownDifference[] = []): Comparison {
  const opinions = {
    name: 'EventBridge',
    standIns: new Map(Object.entries({ ...ALIKE, ...standIns })),
    moto: new Map(Object.entries({ ...ALIKE, ...moto })),
  };
  return compare(opinions, known);
}

describe('the comparison', () => {
  it('is settled when all answers are alike', () => {
    const comparison = compared({ 'GetRule, none': '400 NotFound' }, { 'GetRule, none': '400 NotFound' });

    expect(comparison).toMatchObject({ alike: ['PutEvents, an entry', 'GetRule, none'], problems: [] });
    expect(isSettled(comparison)).toBe(true);
  });

  it('is settled when a difference is as its explanation says', () => {
    const comparison = compared(
      { 'PutEvents, nowhere': '{"failed":0}' },
      { 'PutEvents, nowhere': '400 ResourceNotFoundException' },
      [KNOWN],
    );

    expect(comparison).toMatchObject({ alike: ['PutEvents, an entry'], explained: [KNOWN], problems: [] });
    expect(isSettled(comparison)).toBe(true);
  });

  it.each<[string, Answers, Answers, readonly KnownDifference[], string]>([
    ['nothing explains', { q: '1' }, { q: '2' }, [], 'unexplained'],
    ['has another status', { q: '400 NotFound' }, { q: '404 NotFound' }, [], 'unexplained'],
    ['is an answer that one of them does not give', { q: '1' }, {}, [], 'unexplained'],
    ['is an answer that the other does not give', {}, { q: '1' }, [], 'unexplained'],
    [
      'is not the one that is explained, on the side of the stand-ins',
      { q: '{"failed":1}' },
      { q: KNOWN.moto },
      [{ ...KNOWN, questions: ['q'] }],
      'changed',
    ],
    [
      'is not the one that is explained, on the side of moto',
      { q: KNOWN.standIns },
      { q: '500 without a code' },
      [{ ...KNOWN, questions: ['q'] }],
      'changed',
    ],
  ])('is not settled by a difference that %s', (_, standIns, moto, known, kind) => {
    const comparison = compared(standIns, moto, known);

    expect(comparison.problems).toEqual([{ kind, question: 'q', standIns: standIns.q, moto: moto.q }]);
    expect(isSettled(comparison)).toBe(false);
  });

  it('is not settled by an explanation of a difference that is gone', () => {
    const comparison = compared({ 'PutEvents, nowhere': '1' }, { 'PutEvents, nowhere': '1' }, [KNOWN]);

    expect(comparison.problems).toMatchObject([{ kind: 'gone', question: 'PutEvents, nowhere' }]);
    expect(comparison.explained).toEqual([]);
    expect(isSettled(comparison)).toBe(false);
  });

  it('is not settled by an explanation of a request that nobody makes', () => {
    const comparison = compared({}, {}, [KNOWN]);

    expect(comparison.problems).toMatchObject([{ kind: 'unasked', question: 'PutEvents, nowhere' }]);
    expect(isSettled(comparison)).toBe(false);
  });

  it('is not settled when there is nothing that is alike', () => {
    const nobody = { name: 'EventBridge', standIns: new Map(), moto: new Map() };

    expect(isSettled(compare(nobody, []))).toBe(false);
  });
});
