import { styleText } from 'node:util';
import { counted } from '../command-line/counted.ts';
import { duration, wrap } from '../command-line/text.ts';
import { describeFailedSources, describeRemarks, describeStaying, heading } from './describe-staying.ts';
import { isSettled, type RedriveResult, type StopReason } from './result.ts';

/** The end of a redrive as a person reads it. */
export function describeResult(result: RedriveResult, journalPath: string, columns: number): string {
  const { sent, alreadySent, leftOut, documents, staying, stopped, failedSources, remarks } = result;
  return [
    heading('Redrive'),
    `  ${styleText('green', `${counted(sent, 'record')} sent`)} in ${duration(result.durationMs)}`,
    ...optional(alreadySent, 'record', 'sent by an earlier run already'),
    ...optional(leftOut, 'record', 'left out by the filters'),
    `  ${counted(documents.settled, 'document')} done`,
    ...optional(documents.leftOut, 'document', 'left, as not everything in them was meant'),
    ...optional(documents.staying, 'document', 'left, as not everything in them was sent'),
    ...describeStaying(staying, columns),
    ...describeFailedSources(failedSources, columns),
    ...describeRemarks(remarks, columns),
    ...(stopped === undefined ? [] : ['', ...describeStop(stopped, columns)]),
    '',
    styleText('dim', `Journal: ${journalPath}`),
    ...(isSettled(result) ? [] : wrap(AGAIN, columns).map((line) => styleText('dim', line))),
  ].join('\n');
}

const AGAIN = 'The same command goes on from here: what the journal knows is not sent twice.';

function optional(count: number, what: string, becameOf: string): string[] {
  return count === 0 ? [] : [`  ${counted(count, what)} ${becameOf}`];
}

function describeStop(stopped: StopReason, columns: number): string[] {
  switch (stopped.kind) {
    case 'interrupted':
      return ['  Interrupted: what was under way is done, the rest was not looked at.'];
    case 'limit':
      return ['  The limit is reached; there is more.'];
    case 'refused':
      return wrap(
        `Ended early: nothing got through any more (${stopped.code}), and the rest would have fared no better.`,
        columns,
        '  ',
      ).map((line) => styleText('red', line));
    case 'journal':
      return wrap(
        `Ended early: the journal could not be written (${stopped.message}), without which records could be sent twice.`,
        columns,
        '  ',
      ).map((line) => styleText('red', line));
  }
}
