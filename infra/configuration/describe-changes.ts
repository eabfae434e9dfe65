import { styleText } from 'node:util';
import type { Change } from './changes.ts';

/** What changes, as a person reads it: one line a property, with − and + below where there was another value. */
export function describeChanges(changes: readonly Change[], columns: number): string[] {
  const lines = changes.flatMap(({ property, from, to }) => [
    `  ${property}`,
    ...(from === undefined ? [] : [styleText('red', cut(`    − ${from}`, columns))]),
    ...(to === undefined ? [] : [styleText('green', cut(`    + ${to}`, columns))]),
  ]);
  return lines.length === 0 ? [] : [...lines, ''];
}

function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
}
