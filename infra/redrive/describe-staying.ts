import { styleText } from 'node:util';
import { counted } from '../command-line/counted.ts';
import { wrap } from '../command-line/text.ts';
import type { FailedSource } from './result.ts';
import type { Staying } from './staying.ts';

const INDENTATION = '    ';

/** Each reason to stay: how often, where, what happened, what to do. */
export function describeStaying(staying: readonly Staying[], columns: number): string[] {
  if (staying.length === 0) return [];
  return [
    '',
    heading('What stays, why, and what to do'),
    ...staying.flatMap(({ code, counts, count, places, examples, message, remedy }) => [
      `  ${styleText('yellow', code)}  ${counted(count, counts.slice(0, -1))}`,
      ...wrap(`${examples.join(', ')}${places > examples.length ? ', …' : ''}`, columns, INDENTATION).map(
        (line) => styleText('dim', line),
      ),
      ...(message === undefined ? [] : wrap(message, columns, INDENTATION)),
      ...wrap(remedy, columns, INDENTATION),
    ]),
  ];
}

export function describeFailedSources(sources: readonly FailedSource[], columns: number): string[] {
  return sources.flatMap(({ name, message }) => [
    '',
    ...wrap(`The ${name} could not be read to its end: ${message}`, columns, '  ').map((line) =>
      styleText('red', line),
    ),
  ]);
}

export function describeRemarks(remarks: readonly string[], columns: number): string[] {
  return remarks.flatMap((remark) => [
    '',
    ...wrap(`! ${remark}`, columns, '  ').map((line) => styleText('yellow', line)),
  ]);
}

export function heading(text: string): string {
  return styleText(['bold', 'cyan'], text);
}
