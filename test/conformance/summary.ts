import { styleText } from 'node:util';
import { countMatched, isConformant, MIN_MATCHED_CASES } from './checks.ts';
import type { ConformanceResult } from './result.ts';

/** Longest piece of an expected or actual text on a line. */
const MAX_SHOWN_CHARACTERS = 300;

/** What a person reads: a line a file, then the deviations by their reason, what is to come, and every failure. */
export function summaryText(results: readonly ConformanceResult[], isColoured: boolean): string {
  const paint = (style: 'bold' | 'green' | 'red' | 'yellow', text: string) =>
    isColoured ? styleText(style, text, { validateStream: false }) : text;
  const width = Math.max(...results.map(({ file }) => file.length));
  const lines = results.map((result) => {
    const { file, deviations, notYetSupported = [], failures } = result;
    const counts = [
      matchedText(result),
      `${deviations.length} deviations`,
      `${notYetSupported.length} not yet supported`,
      paint(failures.length === 0 ? 'green' : 'red', `${failures.length} failures`),
    ];
    return `${file.padEnd(width)}  ${counts.join(', ')}`;
  });
  const sections = [
    section(paint('bold', 'Deliberate deviations'), results, ({ deviations }) => reasonLines(deviations)),
    section(paint('bold', 'Not yet supported'), results, ({ notYetSupported = [] }) =>
      reasonLines(notYetSupported),
    ),
    section(paint('red', 'Failures'), results, ({ failures }) => failures.map(failureLines)),
  ];
  return [...lines, ...sections.filter((text) => text !== ''), '', verdict(results, paint)].join('\n');
}

function matchedText({ matched, deviations, notYetSupported = [], failures }: ConformanceResult): string {
  const cases = matched + deviations.length + notYetSupported.length + failures.length;
  // Rounded down, so that only all are 100 %.
  const share = cases === 0 ? '' : ` (${Math.floor((1_000 * matched) / cases) / 10} %)`;
  return `${matched} of ${cases} matched${share}`;
}

function verdict(
  results: readonly ConformanceResult[],
  paint: (style: 'green' | 'red', text: string) => string,
): string {
  const matched = countMatched(results);
  if (isConformant(results)) return paint('green', `${matched} cases match the reference.`);
  return matched < MIN_MATCHED_CASES
    ? paint('red', `Only ${matched} cases were matched; ${MIN_MATCHED_CASES} are expected at least.`)
    : paint('red', `${matched} cases match the reference, but some fail.`);
}

/** Nothing when no file has anything for it. */
function section(
  title: string,
  results: readonly ConformanceResult[],
  linesOf: (result: ConformanceResult) => string[],
): string {
  const lines = results.flatMap((result) => linesOf(result).map((line) => `  ${result.file} ${line}`));
  return lines.length === 0 ? '' : `\n${title}\n${lines.join('\n')}`;
}

/** A line a reason, with all its cases. */
function reasonLines(cases: readonly { readonly id: string; readonly reason: string }[]): string[] {
  const byReason = Map.groupBy(cases, ({ reason }) => reason);
  return Array.from(byReason, ([reason, group]) => `${group.map(({ id }) => id).join(', ')}: ${reason}`);
}

function failureLines({ id, expected, actual }: ConformanceResult['failures'][number]): string {
  return `${id}\n    expected ${shown(expected)}\n    actual   ${shown(actual)}`;
}

function shown(text: string): string {
  const line = JSON.stringify(text);
  return line.length <= MAX_SHOWN_CHARACTERS ? line : `${line.slice(0, MAX_SHOWN_CHARACTERS)}…`;
}
