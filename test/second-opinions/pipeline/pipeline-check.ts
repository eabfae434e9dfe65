import type { AuditResult } from '../../../infra/local/mapping/audit.ts';
import type { MotoAccount } from './moto-account.ts';

/** What came of one check of the built functions before moto. */
export interface PipelineResult {
  readonly name: string;
  /** What was seen, in a line: `39 records, 28 events, 11 dead letters`. */
  readonly seen: string;
  /** What is not as it should be; none when all is well. */
  readonly problems: readonly string[];
}

export interface PipelineCheck {
  readonly name: string;
  readonly run: (account: MotoAccount) => Promise<Omit<PipelineResult, 'name'>>;
}

/** Records named in a problem. */
const NAMED_RECORDS = 5;

/** What an audit finds wrong. Nothing failed on purpose, so no record may be on the bus twice, or out of retries. */
export function auditProblems(audit: AuditResult): readonly string[] {
  const found: readonly (readonly [string, readonly string[]])[] = [
    ['are nowhere', audit.lost],
    ['come from no record', audit.invented],
    ['are not what was produced', audit.altered],
    ['are dead-lettered without cause', audit.condemned],
  ];
  return [
    ...found
      .filter(([, records]) => records.length > 0)
      .map(([what, records]) => `${records.length} ${what}: ${records.slice(0, NAMED_RECORDS).join(', ')}`),
    ...(audit.duplicates > 0 ? [`${audit.duplicates} are on the bus twice`] : []),
    ...(audit.exhausted > 0 ? [`${audit.exhausted} are out of retries`] : []),
  ];
}

/** The figures of an audit. */
export function auditFigures({
  produced,
  sent,
  deadLettered,
}: Pick<AuditResult, 'produced' | 'sent' | 'deadLettered'>): string {
  return [countOf(produced, 'record'), countOf(sent, 'event'), countOf(deadLettered, 'dead letter')].join(
    ', ',
  );
}

/** `1 record`, `2 records`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
