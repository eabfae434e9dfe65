import type { KnownDifference } from './known-difference.ts';

/** What each made of the requests, by the names of these. */
export interface Opinions {
  readonly name: string;
  readonly standIns: ReadonlyMap<string, string>;
  readonly moto: ReadonlyMap<string, string>;
}

export interface ExplainedDifference extends KnownDifference {
  /** Those of its requests whose answers are as it says. */
  readonly questions: readonly string[];
}

/** Something that a person has to look at. */
export interface Problem {
  readonly kind: 'unexplained' | 'changed' | 'gone' | 'unasked';
  readonly question: string;
  /** Undefined for a request that was not made. */
  readonly standIns: string | undefined;
  readonly moto: string | undefined;
}

/** What each kind of problem means, for the person. */
export const PROBLEMS: Readonly<Record<Problem['kind'], string>> = {
  unexplained: 'the answers differ, and nothing says why',
  changed: 'the answers differ otherwise than the explanation says',
  gone: 'the answers are alike, and the explanation of a difference is still there',
  unasked: 'there is an explanation, and no such request',
};

export interface Comparison {
  readonly name: string;
  readonly alike: readonly string[];
  readonly explained: readonly ExplainedDifference[];
  readonly problems: readonly Problem[];
}

/** Holds the answers against each other. A difference needs an explanation, and an explanation a difference. */
export function compare({ name, standIns, moto }: Opinions, known: readonly KnownDifference[]): Comparison {
  const alike: string[] = [];
  const problems: Problem[] = [];
  const asExplained = new Set<string>();
  const questions = new Set([...standIns.keys(), ...moto.keys()]);
  for (const question of questions) {
    const ours = standIns.get(question);
    const theirs = moto.get(question);
    const explanation = known.find((difference) => difference.questions.includes(question));
    const kind = verdict(ours, theirs, explanation);
    if (kind === 'alike') alike.push(question);
    else if (kind === 'explained') asExplained.add(question);
    else problems.push({ kind, question, standIns: ours, moto: theirs });
  }
  for (const question of known.flatMap((difference) => difference.questions)) {
    if (questions.has(question)) continue;
    problems.push({ kind: 'unasked', question, standIns: undefined, moto: undefined });
  }
  const explained = known
    .map((difference) => ({
      ...difference,
      questions: difference.questions.filter((question) => asExplained.has(question)),
    }))
    .filter((difference) => difference.questions.length > 0);
  return { name, alike, explained, problems };
}

function verdict(
  standIns: string | undefined,
  moto: string | undefined,
  explanation: KnownDifference | undefined,
): 'alike' | 'explained' | Problem['kind'] {
  // Both were asked the same, so nothing explains an answer that is missing.
  if (standIns === moto) return explanation === undefined ? 'alike' : 'gone';
  if (explanation === undefined) return 'unexplained';
  return explanation.standIns === standIns && explanation.moto === moto ? 'explained' : 'changed';
}

/** Whether everything is alike or explained, and something is alike at all. */
export function isSettled({ alike, problems }: Comparison): boolean {
  return problems.length === 0 && alike.length > 0;
}
