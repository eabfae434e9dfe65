import { styleText } from 'node:util';
import { counted } from '../command-line/counted.ts';
import { describeFailedSources, describeRemarks, describeStaying, heading } from './describe-staying.ts';
import type { Plan, Share } from './plan.ts';

/** Names in one table; the others share a line. */
const MAX_ROWS = 10;

/** What a redrive would do, as a person reads it. */
export function describePlan(plan: Plan, columns: number): string {
  const { records, fromKafka, alreadySent, leftOut, documents, oldest, newest } = plan;
  const what =
    records === 0 ? 'There is nothing to redrive' : `${counted(records, 'record')} would be redriven`;
  return [
    heading('Dry run: nothing was sent or deleted'),
    `  ${styleText('green', what)}, in ${counted(documents, 'document')} looked at`,
    ...(fromKafka === 0
      ? []
      : [`  ${fromKafka.toLocaleString('en-US')} of them read back from Kafka, as far as it still has them`]),
    ...(alreadySent === 0 ? [] : [`  ${counted(alreadySent, 'record')} sent by an earlier run already`]),
    ...(leftOut === 0 ? [] : [`  ${counted(leftOut, 'record')} left out by the filters`]),
    ...(oldest === undefined
      ? []
      : [`  given up ${oldest === newest ? `at ${oldest}` : `from ${oldest} to ${newest}`}`]),
    ...table('By topic', plan.byTopic),
    ...table('By code', plan.byCode),
    ...table('By document', plan.byDocument),
    ...describeStaying(plan.staying, columns),
    ...describeFailedSources(plan.failedSources, columns),
    ...describeRemarks(plan.remarks, columns),
    ...(plan.isLimitReached ? ['', '  The limit is reached; there may be more.'] : []),
    ...(plan.isInterrupted ? ['', '  Interrupted: there may be more.'] : []),
    ...(records === 0 ? [] : ['', styleText('dim', 'Leave --dry-run out to redrive them.')]),
  ].join('\n');
}

function table(title: string, shares: readonly Share[]): string[] {
  if (shares.length === 0) return [];
  const rows = shares.slice(0, MAX_ROWS);
  const others = shares.slice(MAX_ROWS);
  if (others.length > 0) {
    const sum = others.reduce((total, { records }) => total + records, 0);
    rows.push({ name: `${others.length} others`, records: sum });
  }
  const width = Math.max(...rows.map(({ records }) => records.toLocaleString('en-US').length));
  return [
    '',
    heading(title),
    ...rows.map(({ name, records }) => `  ${records.toLocaleString('en-US').padStart(width)}  ${name}`),
  ];
}
