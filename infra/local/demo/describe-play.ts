import { styleText } from 'node:util';
import type { AuditResult } from '../mapping/audit.ts';
import type { PlaySummary } from './play.ts';

/** The demo's result as a person reads it. */
export function describePlay(summary: PlaySummary): string {
  return [
    heading('Sample events (events/)'),
    ...summary.samples.map(
      ({ name, about, audit }) => `  ${name.padEnd(16)} ${describeOutcome(audit).padEnd(34)} ${dim(about)}`,
    ),
    heading('Generated stream'),
    `  ${count(summary.stream.records)} Avro notifications in ${(summary.stream.milliseconds / 1_000).toFixed(1)} s`,
    heading('Rules'),
    ...summary.rules.flatMap(describeRule),
    `  ${dim(`${count(summary.eventsWithoutRule)} events that no rule waits for`)}`,
    ...describeFailures(summary),
    ...describeExample(summary),
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

function describeRule({ name, matched, targets }: PlaySummary['rules'][number]): string[] {
  return [
    `  ${styleText('bold', name.padEnd(22))} matched ${count(matched)}`,
    ...targets.map(({ to, delivered }) => `    → ${to}  ${dim(`${count(delivered)} delivered`)}`),
  ];
}

function describeFailures({ failures }: PlaySummary): string[] {
  if (failures.length === 0) return [];
  return [
    heading('Dead letters: what failed, why, what to do'),
    ...failures.flatMap(({ topic, partition, offset, code, message, remedy }) => [
      `  ${styleText('yellow', code)}  ${topic} partition ${partition} offset ${offset}`,
      `    ${message}`,
      `    ${dim(remedy)}`,
    ]),
  ];
}

function describeExample({ exampleEvent }: PlaySummary): string[] {
  return exampleEvent === undefined
    ? []
    : [heading('One event as the rule suspicious-activity delivered it'), `  ${exampleEvent}`];
}

function describeAudit({ audit, putEventsRequests, invocations }: PlaySummary): string[] {
  const isClean = audit.lost.length === 0 && audit.invented.length === 0;
  const verdict = isClean
    ? styleText(audit.exhausted === 0 ? 'green' : 'yellow', 'every record is accounted for')
    : styleText('red', `${audit.lost.length} records lost, ${audit.invented.length} events without a record`);
  return [
    `  ${count(audit.produced)} records in = ${count(audit.sent)} sent + ${count(audit.deadLettered)} dead-lettered + ${count(audit.exhausted)} out of retries: ${verdict}`,
    ...(audit.exhausted > 0
      ? [
          dim(
            '  An event source mapping gives records that are out of retries to its on-failure destination.',
          ),
        ]
      : []),
    `  ${dim(`${count(invocations)} invocations, ${count(putEventsRequests)} PutEvents requests, ${count(audit.duplicates)} duplicates after lost answers`)}`,
  ];
}

function heading(text: string): string {
  return `\n${styleText(['bold', 'cyan'], text)}`;
}

function dim(text: string): string {
  return styleText('dim', text);
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
