import { styleText } from 'node:util';
import { count, counted } from '../../command-line/counted.ts';
import {
  describeExample,
  describeFailures,
  describeRules,
  dim,
  EXHAUSTED_NOTE,
  heading,
} from '../describe.ts';
import type { AuditResult } from '../mapping/audit.ts';
import type { AnalyzerAuditResult, BridgeAuditResult } from './pipeline-audit.ts';
import type { PipelineSummary } from './run-pipeline.ts';

/** Names of lost records that are shown. */
const SHOWN_RECORDS = 10;

const SECOND_MS = 1_000;

/** What the pipeline did as a person reads it. */
export function describePipeline(summary: PipelineSummary): string {
  const { last, audit, exampleEvent } = summary;
  const [rule] = last.rules;
  return [
    ...describeRules(last.rules, last.bus.unmatchedEvents),
    ...describeFailures(last.failures.latest),
    ...describeExample(rule?.name ?? '', exampleEvent),
    heading('Audit'),
    ...(audit.analyzer === undefined ? [] : describeAnalyzer(audit.analyzer, summary.requestedRecords)),
    ...describeBridge(audit.bridge),
    ...describePending(summary),
    `  ${dim(describeEffort(summary))}`,
  ].join('\n');
}

function describeAnalyzer(audit: AnalyzerAuditResult, requested: number | undefined): string[] {
  const { transactions, suspicious, notified, exhausted } = audit;
  const asked =
    requested === undefined || requested <= transactions ? '' : ` of ${count(requested)} asked for`;
  return [
    `  ${count(transactions)} transactions${asked}, ${count(suspicious)} suspicious = ${count(notified)} notified + ${count(exhausted)} out of retries: ${verdict(audit)}`,
    ...shownRecords(audit),
  ];
}

function describeBridge(audit: BridgeAuditResult): string[] {
  const { produced, sent, deadLettered, exhausted, waiting } = audit;
  const inTopic = waiting === 0 ? '' : ` + ${count(waiting)} not committed, which come again`;
  return [
    `  ${count(produced)} records in = ${count(sent)} sent + ${count(deadLettered)} dead-lettered + ${count(exhausted)} out of retries${inTopic}: ${verdict(audit)}`,
    ...shownRecords(audit),
    ...describeDoubtful(audit),
    ...(exhausted > 0 ? [dim(`  ${EXHAUSTED_NOTE}`)] : []),
  ];
}

/** Events that say something else, and dead letters of records that nothing is wrong with. */
function describeDoubtful({ altered, condemned }: BridgeAuditResult): string[] {
  return [
    ...(altered.length === 0 ? [] : [styleText('red', `    altered: ${shownNames(altered)}`)]),
    ...(condemned.length === 0
      ? []
      : [styleText('red', `    dead-lettered without cause: ${shownNames(condemned)}`)]),
  ];
}

function verdict({
  lost,
  invented,
  exhausted,
}: Pick<AuditResult, 'exhausted' | 'invented' | 'lost'>): string {
  if (lost.length + invented.length > 0) {
    return styleText('red', `${count(lost.length)} lost, ${count(invented.length)} invented`);
  }
  return styleText(exhausted === 0 ? 'green' : 'yellow', '0 lost');
}

function shownRecords({ lost }: Pick<AuditResult, 'lost'>): string[] {
  return lost.length === 0 ? [] : [styleText('red', `    lost: ${shownNames(lost)}`)];
}

function shownNames(names: readonly string[]): string {
  const more = names.length > SHOWN_RECORDS ? ` and ${count(names.length - SHOWN_RECORDS)} more` : '';
  return `${names.slice(0, SHOWN_RECORDS).join(', ')}${more}`;
}

function describePending({ pendingRecords }: PipelineSummary): string[] {
  if (pendingRecords === 0) return [];
  return [
    styleText(
      'red',
      `  ${counted(pendingRecords, 'record')} still in their topics: nothing went on any more`,
    ),
  ];
}

function describeEffort({ last, audit: { bridge, analyzer } }: PipelineSummary): string {
  const { elapsedMs, mappings, bus, failures } = last;
  const invocations = mappings.reduce((sum, { counts }) => sum + counts.invocations, 0);
  const duplicates = bridge.duplicates + (analyzer?.duplicates ?? 0);
  return [
    `${(elapsedMs / SECOND_MS).toFixed(1)} s`,
    counted(invocations, 'invocation'),
    counted(bus.putEventsRequests, 'PutEvents request'),
    counted(failures.injectedFaults, 'injected fault'),
    `${count(duplicates)} sent again`,
  ].join(', ');
}
