import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  type RecordedAnswer,
  RecordedPatterns as RecordedPatternsFile,
} from '../../conformance/event-patterns.ts';
import type { Clients } from '../clients.ts';
import { deliveredAnswers, MATCH, NO_MATCH, testedAnswers } from './pattern-answers.ts';

/** What the service itself said of patterns, and who says the same. */
export interface RecordedPatterns {
  readonly file: string;
  readonly cases: number;
  /** Cases in which the answer is another than that of the service. */
  readonly standInsDiffer: readonly string[];
  readonly motoDiffers: readonly string[];
}

/**
 * Holds both against answers that were recorded from the service.
 *
 * @param path a file of cases, each with an `event`, a `pattern` and what the service said.
 */
export async function recordedPatterns(
  path: string,
  standIns: Clients,
  moto: Clients,
): Promise<RecordedPatterns> {
  const { cases } = RecordedPatternsFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  // The members beside the detail are given where events come from PutEvents: the whole event becomes a detail.
  const inDetail = cases.map(({ pattern, event }) => ({
    pattern: JSON.stringify(pattern),
    detail: JSON.stringify(event),
  }));
  const differing = (answers: readonly string[]) =>
    cases.filter(({ expect }, index) => answerIn(answers[index]) !== expect).map(({ id }) => id);
  return {
    file: basename(path),
    cases: cases.length,
    standInsDiffer: differing(await testedAnswers(standIns, inDetail)),
    motoDiffers: differing(await deliveredAnswers(moto, inDetail)),
  };
}

function answerIn(answer: string | undefined): RecordedAnswer | undefined {
  if (answer === MATCH) return 'match';
  if (answer === NO_MATCH) return 'no-match';
  return answer === '400 InvalidEventPatternException' ? 'invalid-pattern' : undefined;
}
