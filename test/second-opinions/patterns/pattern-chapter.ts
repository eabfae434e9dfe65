import type { Clients } from '../clients.ts';
import type { Opinions } from '../comparison.ts';
import { deliveredAnswers, testedAnswers } from './pattern-answers.ts';
import { PATTERN_CASES, type PatternCase } from './pattern-cases.ts';

/** How a case is called. */
export function caseName({ pattern, detail }: PatternCase): string {
  return `${pattern} for ${detail}`;
}

/** What the stand-ins and moto make of each pattern. */
export async function patternOpinions(standIns: Clients, moto: Clients): Promise<Opinions> {
  const ours = await testedAnswers(standIns, PATTERN_CASES);
  const theirs = await deliveredAnswers(moto, PATTERN_CASES);
  return { name: 'Event patterns', standIns: named(ours), moto: named(theirs) };
}

function named(answers: readonly string[]): ReadonlyMap<string, string> {
  return new Map(PATTERN_CASES.map((known, index) => [caseName(known), answers[index] ?? 'no answer']));
}
