import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIns, startStandIns } from '../../infra/local/stand-ins.ts';
import { ROLE } from './calls/sts.ts';
import { CHAPTERS } from './chapters.ts';
import { type Clients, clientsFor, closeClients } from './clients.ts';
import { compare, isSettled } from './comparison.ts';
import { EVENT_PATTERN_DIFFERENCES } from './differences/event-patterns.ts';
import type { KnownDifference } from './known-difference.ts';
import { MATCH, NO_MATCH, testedAnswers } from './patterns/pattern-answers.ts';
import { PATTERN_CASES } from './patterns/pattern-cases.ts';
import { caseName } from './patterns/pattern-chapter.ts';

/** Without moto, the side of the stand-ins of every explanation can still be looked at. */

let standIns: StandIns;
let clients: Clients;

beforeAll(async () => {
  standIns = await startStandIns();
  standIns.sts.createRole(ROLE);
  clients = clientsFor(standIns.url, standIns.region);
});

afterAll(async () => {
  closeClients(clients);
  await standIns.close();
});

/** What moto would answer if every explanation were true. */
function explained(
  answers: ReadonlyMap<string, string>,
  known: readonly KnownDifference[],
): ReadonlyMap<string, string> {
  const differing = known.flatMap(({ questions, moto }) =>
    questions.map((question) => [question, moto] as const),
  );
  return new Map([...answers, ...differing]);
}

describe.each(CHAPTERS)('the requests to $chapter.name', ({ chapter: { name, answers }, known }) => {
  it('are answered by the stand-ins, and as every explanation of a difference says', async () => {
    const ours = await answers(clients);

    expect([...ours.values()].filter((answer) => /^5\d\d|^no answer/.test(answer))).toEqual([]);
    expect(compare({ name, standIns: ours, moto: explained(ours, known) }, known).problems).toEqual([]);
  });

  it('have no explanation twice', () => {
    const questions = known.flatMap((difference) => difference.questions);

    expect(new Set(questions).size).toBe(questions.length);
  });
});

describe('the event patterns', () => {
  it('are judged by the stand-ins, and as every explanation of a difference says', async () => {
    const judged = await testedAnswers(clients, PATTERN_CASES);
    const ours = new Map(PATTERN_CASES.map((known, index) => [caseName(known), judged[index] ?? '']));

    expect(ours.size).toBe(PATTERN_CASES.length);
    expect(new Set(judged)).toEqual(new Set([MATCH, NO_MATCH, '400 InvalidEventPatternException']));
    const moto = explained(ours, EVENT_PATTERN_DIFFERENCES);
    expect(compare({ name: '', standIns: ours, moto }, EVENT_PATTERN_DIFFERENCES).problems).toEqual([]);
  });
});

it('stand-ins that become like moto do not go unnoticed', () => {
  for (const { known } of CHAPTERS) {
    const moto = explained(new Map([['another', '1']]), known);

    expect(isSettled(compare({ name: '', standIns: moto, moto }, known))).toBe(false);
  }
});
