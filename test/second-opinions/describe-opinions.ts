import { styleText } from 'node:util';
import { type Comparison, isSettled, PROBLEMS, type Problem } from './comparison.ts';
import type { KnownDifference, Right } from './known-difference.ts';
import type { RecordedPatterns } from './patterns/recorded-patterns.ts';
import type { PipelineResult } from './pipeline/pipeline-check.ts';

const NAME_WIDTH = 22;
const COUNT_WIDTH = 4;

/** A longer answer, such as a whole parameter, is shortened. */
const MAX_ANSWER_CHARACTERS = 100;

/** Questions that are shown of an explained difference. */
const SHOWN_QUESTIONS = 3;

const RIGHT: Readonly<Record<Right, string>> = {
  'stand-ins': 'the stand-ins are right',
  moto: 'moto is right',
  neither: 'neither is right',
  unsettled: 'nobody knows who is right',
};

/** A line, and one for each problem. */
export function describePipeline({ name, seen, problems }: PipelineResult): string {
  const lines = problems.map((problem) => `    ${problem}`);
  return [`${mark(problems.length === 0)} ${name}: ${seen}`, ...lines].join('\n');
}

/** A line with the counts; below it what differs, and why. @param isListing shows what is alike, too. */
export function describeComparison(comparison: Comparison, isListing: boolean): string {
  const { name, alike, explained, problems } = comparison;
  const explainedCount = explained.reduce((sum, { questions }) => sum + questions.length, 0);
  const counts = [
    `${String(alike.length).padStart(COUNT_WIDTH)} alike`,
    `${explainedCount} different and explained`,
    ...(problems.length > 0 ? [`${problems.length} to be looked at`] : []),
  ];
  return [
    `${mark(isSettled(comparison))} ${name.padEnd(NAME_WIDTH)} ${counts.join(', ')}`,
    ...(isListing ? alike.map((question) => styleText('dim', `    = ${question}`)) : []),
    ...explained.flatMap((difference) => describeDifference(difference, isListing)),
    ...problems.flatMap(describeProblem),
  ].join('\n');
}

function describeDifference(
  { questions, standIns, moto, right, why, source }: KnownDifference,
  isListing: boolean,
): string[] {
  const shown = isListing ? questions : questions.slice(0, SHOWN_QUESTIONS);
  const others = questions.length - shown.length;
  return [
    ...shown.map((question) => `    ≠ ${question}`),
    ...(others > 0 ? [`      and ${others} more`] : []),
    ...answers(standIns, moto),
    styleText('dim', `      ${RIGHT[right]}. ${why}${source === undefined ? '' : ` ${source}`}`),
  ];
}

function describeProblem({ kind, question, standIns, moto }: Problem): string[] {
  const texts = kind === 'unasked' ? [] : answers(standIns ?? 'no answer', moto ?? 'no answer');
  return [`    ${styleText('red', question)}: ${PROBLEMS[kind]}`, ...texts];
}

function answers(standIns: string, moto: string): string[] {
  return [`      stand-ins ${shortened(standIns)}`, `      moto      ${shortened(moto)}`];
}

function shortened(answer: string): string {
  if (answer.length <= MAX_ANSWER_CHARACTERS) return answer;
  const half = Math.floor(MAX_ANSWER_CHARACTERS / 2);
  return `${answer.slice(0, half)} … ${answer.slice(-half)}`;
}

/** Who agrees how often with what the service itself said. */
export function describeRecorded({ file, cases, standInsDiffer, motoDiffers }: RecordedPatterns): string {
  const share = (differing: readonly string[]) => {
    const agreeing = cases - differing.length;
    return `${agreeing} of ${cases} (${((agreeing / cases) * 100).toFixed(1)} %)`;
  };
  return [
    `${mark(standInsDiffer.length === 0)} ${file}: the stand-ins agree with the service in ${share(standInsDiffer)}, moto in ${share(motoDiffers)}`,
    ...standInsDiffer.map((id) => `    ${styleText('red', id)}`),
  ].join('\n');
}

function mark(isGood: boolean): string {
  return isGood ? styleText('green', '✓') : styleText('red', '✗');
}
