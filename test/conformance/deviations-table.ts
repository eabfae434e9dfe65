import type { ConformanceResult, ListedDeviation } from './result.ts';

/** What stands around the table in the README. */
const START = '<!-- deviations -->';
const END = '<!-- /deviations -->';

const HEADING = ['difference', 'cases', 'for example: the connector', 'the bridge'];

/** Longest text of an example; the rest of it is cut off. */
const MAX_EXAMPLE_CHARACTERS = 90;

/** The deliberate deviations of all files as a table in Markdown: a row a reason, with the shortest of its cases. */
export function deviationsTable(results: readonly ConformanceResult[]): string {
  const byReason = Map.groupBy(
    results.flatMap(({ deviations }) => deviations),
    ({ reason }) => reason,
  );
  const rows = [...byReason].map(([reason, deviations]) => {
    const example = shortest(deviations);
    return [sentence(reason), String(deviations.length), shown(example.reference), shown(example.bridge)];
  });
  const lines = [HEADING, HEADING.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [START, ...lines, END].join('\n');
}

function shortest(deviations: readonly ListedDeviation[]): ListedDeviation {
  const length = ({ reference, bridge }: ListedDeviation) => Math.max(reference.length, bridge.length);
  return deviations.reduce((best, each) => (length(each) < length(best) ? each : best));
}

/** For the users of the README the reference is the connector. */
function sentence(reason: string): string {
  const text = reason.replaceAll('the reference', 'the connector');
  return escaped(text.charAt(0).toUpperCase() + text.slice(1));
}

/** JSON as code, words as words. */
function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const cut = line.length <= MAX_EXAMPLE_CHARACTERS ? line : `${line.slice(0, MAX_EXAMPLE_CHARACTERS - 1)}…`;
  return isJson(text) && !cut.includes('`') ? `\`${escaped(cut)}\`` : escaped(cut);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A bar ends a cell, within code as well. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
