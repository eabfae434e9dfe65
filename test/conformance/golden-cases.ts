import { isDeepStrictEqual } from 'node:util';
import type { ConformanceResult } from './result.ts';

/** What the golden files have in common. */
export interface GoldenCase {
  readonly id: string;
  readonly expect: { readonly json?: string; readonly error?: string };
  readonly verdict: 'match' | 'quirk' | 'reference-bug' | 'reference-error';
  /** The right result where the reference fails or errs. */
  readonly lenient?: string;
  readonly compare?: 'unordered';
}

/** A deliberate deviation: the text this project gives instead (not needed where the case has a lenient one), and why. */
export interface Deviation {
  readonly gives?: string;
  readonly reason: string;
  /** Said of a case in which the reference errs in nothing, and which counts as binding otherwise. */
  readonly isDespiteMatch?: true;
}

/** What stands for the text of a case that fails. */
export const ERROR = 'an error';

/** Compares each case with the reference, or with the deviation that is listed for it. */
export function compareCases<Case extends GoldenCase>(
  file: string,
  cases: readonly Case[],
  listed: Readonly<Record<string, Deviation>>,
  render: (golden: Case) => string,
): ConformanceResult {
  const result: ConformanceResult = { file, matched: 0, deviations: [], failures: [] };
  for (const golden of cases) {
    const { id, expect, verdict, lenient, compare } = golden;
    const listing = listed[id];
    const deviation = verdict === 'match' && listing?.isDespiteMatch !== true ? undefined : listing;
    const expected = (deviation === undefined ? expect.json : (lenient ?? deviation.gives)) ?? ERROR;
    const actual = render(golden);
    if (!isSame(expected, actual, compare)) result.failures.push({ id, expected, actual });
    else if (deviation === undefined) result.matched += 1;
    else {
      result.deviations.push({
        id,
        reason: deviation.reason,
        reference: referenceText(expect),
        bridge: actual,
      });
    }
  }
  return result;
}

function referenceText({ json, error }: GoldenCase['expect']): string {
  return json ?? (error === undefined ? ERROR : `${ERROR} (${error})`);
}

function isSame(expected: string, actual: string, compare: GoldenCase['compare']): boolean {
  if (compare === undefined || expected === ERROR || actual === ERROR) return expected === actual;
  return isDeepStrictEqual(parseWithNumberTexts(expected), parseWithNumberTexts(actual));
}

/** JSON with every number as its text, so that 1.0 is not 1 and 64-bit integers stay exact. */
function parseWithNumberTexts(json: string): unknown {
  return JSON.parse(json, (_member: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? { number: context?.source } : value,
  );
}
