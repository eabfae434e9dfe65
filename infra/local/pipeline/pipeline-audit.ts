import type { DeadLetter } from '../../../functions/bridge/dead-letter.ts';
import type { AuditResult } from '../mapping/audit.ts';

/** Told what the services got. */
export interface PipelineAudit {
  /** The bus accepted an event. */
  accepted(detail: string): void;
  /** A record lies in the dead letters. */
  deadLettered(letter: DeadLetter): void;
  result(): PipelineAuditResult;
}

/** What went into the pipeline against what came out. */
export interface PipelineAuditResult {
  /** From the topic that is bridged to the bus. */
  readonly bridge: BridgeAuditResult;
  /** From transactions to notifications; undefined without the demo's analyzer. */
  readonly analyzer: AnalyzerAuditResult | undefined;
}

export interface BridgeAuditResult extends AuditResult {
  /** Delivered, and to be delivered again: they are not committed, and wait in their topic. */
  readonly waiting: number;
}

export interface AnalyzerAuditResult {
  readonly transactions: number;
  readonly suspicious: number;
  /** Suspicious transactions that a notification was written about. */
  readonly notified: number;
  /** Suspicious ones that the mapping of the analyzer gave to its failure destination. */
  readonly exhausted: number;
  /** Suspicious ones that nobody was notified of. */
  readonly lost: readonly string[];
  /** Notifications about nothing that is suspicious. */
  readonly invented: readonly string[];
  /** Notifications beyond the first about a transaction: the analyzer is invoked at least once. */
  readonly duplicates: number;
}

/** True when nothing is lost, nothing is changed, and nothing is there that nobody wrote. */
export function isClean({ bridge, analyzer }: PipelineAuditResult): boolean {
  const faults = [bridge.lost, bridge.invented, bridge.altered, bridge.condemned];
  if (analyzer !== undefined) faults.push(analyzer.lost, analyzer.invented);
  return faults.every(({ length }) => length === 0);
}
