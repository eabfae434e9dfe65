import { styleText } from 'node:util';
import { counted } from '../command-line/counted.ts';
import { wrap } from '../command-line/text.ts';
import type { Check } from './check-document.ts';
import { describeNotes } from './describe-configuration.ts';

/** A check as a person reads it. */
export function describeCheck(where: string, { problems, notes }: Check, columns: number): string {
  if (problems.length === 0) {
    return [styleText('green', `${where} can be used.`), ...describeNotes(notes, columns)].join('\n');
  }
  return [
    styleText('red', `${where} has ${counted(problems.length, 'problem')}:`),
    ...problems.flatMap(({ message }) => item(message, columns)),
  ].join('\n');
}

function item(message: string, columns: number): string[] {
  return wrap(message, columns, '  ').map((line, index) => (index === 0 ? `- ${line.slice(2)}` : line));
}
