import { styleText } from 'node:util';
import { count, counted } from '../../command-line/counted.ts';
import { describeFailures, describeRules, dim, EXHAUSTED_NOTE, heading } from '../describe.ts';
import type { AuditResult } from '../mapping/audit.ts';
import type { SamplesSummary } from './play-samples.ts';

/** What became of the sample events as a person reads it. */
export function describeSamples(summary: SamplesSummary): string {
  return [
    heading('Sample events (events/)'),
    ...summary.samples.map(
      ({ name, about, audit }) => `  ${name.padEnd(16)} ${describeOutcome(audit).padEnd(34)} ${dim(about)}`,
    ),
    ...describeRules(summary.rules, summary.eventsWithoutRule),
    ...describeFailures(summary.failures),
    heading('Audit'),
    ...describeAudit(summary),
  ].join('\n');
}

function describeOutcome({ produced, sent, deadLettered, exhausted }: AuditResult): string {
  const parts = [`${produced} in`, `${sent} sent`];
  if (deadLettered > 0) parts.push(`${deadLettered} dead-lettered`);
  if (exhausted > 0) parts.push(`${exhausted} out of retries`);
  return parts.join(' · ');
}

function describeAudit({ audit, putEventsRequests, invocations }: SamplesSummary): string[] {
  const isClean = audit.lost.length === 0 && audit.invented.length === 0;
  const verdict = isClean
    ? styleText(audit.exhausted === 0 ? 'green' : 'yellow', 'every record is accounted for')
    : styleText(
        'red',
        `${counted(audit.lost.length, 'record')} lost, ${counted(audit.invented.length, 'event')} without a record`,
      );
  return [
    `  ${counted(audit.produced, 'record')} in = ${count(audit.sent)} sent + ${count(audit.deadLettered)} dead-lettered + ${count(audit.exhausted)} out of retries: ${verdict}`,
    ...(audit.exhausted > 0 ? [dim(`  ${EXHAUSTED_NOTE}`)] : []),
    `  ${dim(`${counted(invocations, 'invocation')}, ${counted(putEventsRequests, 'PutEvents request')}, ${count(audit.duplicates)} sent again`)}`,
  ];
}
