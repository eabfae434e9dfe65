import { Audit, type WrittenLetter } from '../../infra/local/mapping/audit.ts';
import type { MappingProblem } from '../../infra/local/mapping/event-source-mapping.ts';
import { recordName } from '../../infra/local/mapping/record-book.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import { orderViolations } from '../soak/order.ts';
import { expectationOf, isWritten } from './expectation.ts';
import type { AcknowledgedRecord, UnacknowledgedRecord } from './java-producer.ts';

/** What must never happen. */
export const VIOLATIONS = {
  lost: 'acknowledged records that are nowhere',
  invented: 'events, dead letters or given-up records that nobody wrote',
  altered: 'events, dead letters or given-up records that do not hold what was written',
  condemned: 'dead letters of records that nothing was wrong with, or where none may be',
  'given-up': 'records at the failure destination that nothing was wrong with, or where none may be',
  'sent-again': 'records that came to the bus more than once although nothing had failed',
  'out-of-order': 'records that the bus took after later ones of their partition',
  unacknowledged: 'records that the producer could not write',
  uncommitted: 'partitions whose committed offset is not the end of what was written',
  dropped: 'what the mapping dropped',
} as const;

export type Violation = keyof typeof VIOLATIONS;

/** What was written, and what came out, as the broker and the services have it. */
export interface Evidence {
  readonly topic: string;
  readonly acknowledged: readonly AcknowledgedRecord[];
  readonly unacknowledged: readonly UnacknowledgedRecord[];
  /** Details of the events, in the order in which the bus took them. */
  readonly details: readonly string[];
  readonly letters: readonly WrittenLetter[];
  /** What the failure destination of the mapping has. */
  readonly givenUp: readonly KafkaEventRecord[];
  /** Offset of the next record to read, by partition. */
  readonly committed: ReadonlyMap<number, number>;
  readonly problems: readonly MappingProblem[];
}

/** What a scenario promises, besides that nothing is lost. */
export interface Guarantees {
  /** The bus takes the records of a partition in their order. @default false */
  readonly isOrdered?: boolean;
  /** Something fails between the bus and the commit, so that records may come to the bus again. @default false */
  readonly mayRepeat?: boolean;
  /** Poison comes to the dead letters. @default true */
  readonly isDeadLettering?: boolean;
  /** Which records may come to the failure destination of the mapping and nowhere else. @default 'none' */
  readonly mayGiveUp?: 'none' | 'poison' | 'any';
}

/** Every record's whereabouts, in figures, and what is wrong with them. */
export interface Account {
  readonly records: number;
  readonly sent: number;
  readonly deadLettered: number;
  /** Given up by the mapping and in its failure destination. */
  readonly givenUp: number;
  /** Events beyond the first of a record. */
  readonly duplicates: number;
  /** Names of records, mostly, by kind; all empty when all is well. */
  readonly violations: Readonly<Record<Violation, readonly string[]>>;
}

/** Finds every acknowledged record on the bus, in the dead letters or at the failure destination. */
export function accountFor(evidence: Evidence, guarantees: Guarantees = {}): Account {
  const { isOrdered = false, mayRepeat = false, isDeadLettering = true, mayGiveUp = 'none' } = guarantees;
  const { topic, acknowledged, unacknowledged, details, letters, givenUp, problems } = evidence;
  const audit = new Audit({ isDeadLettering });
  for (const record of acknowledged) {
    audit.produced({ ...record, topic }, expectationOf(topic, record));
  }
  for (const detail of details) audit.accepted(detail);
  for (const letter of letters) audit.deadLettered(letter);
  for (const record of givenUp) audit.exhausted(record);
  const { lost, invented, altered, condemned, duplicates, ...counts } = audit.result();
  return {
    records: acknowledged.length,
    sent: counts.sent,
    deadLettered: counts.deadLettered,
    givenUp: counts.exhausted,
    duplicates,
    violations: {
      lost,
      invented,
      altered: [...altered, ...alteredOnTheWay(evidence)],
      condemned,
      'given-up': mayGiveUp === 'any' ? [] : audit.givenUp({ isPoisonCounted: mayGiveUp === 'none' }),
      'sent-again': mayRepeat || duplicates === 0 ? [] : [`${duplicates} events`],
      'out-of-order': isOrdered ? orderViolations(audit, laneOf(acknowledged)) : [],
      unacknowledged: unacknowledged.map(({ error }) => error),
      uncommitted: uncommittedPartitions(evidence),
      dropped: problems.filter(({ kind }) => kind === 'dropped').map(({ message }) => message),
    },
  };
}

export function hasViolations({ violations }: Account): boolean {
  return Object.values(violations).some(({ length }) => length > 0);
}

/** The audit numbers records in the order in which it is told of them. */
function laneOf(acknowledged: readonly AcknowledgedRecord[]): (record: number) => number | undefined {
  return (record) => acknowledged[record]?.partition;
}

function alteredOnTheWay({ topic, acknowledged, givenUp }: Evidence): string[] {
  if (givenUp.length === 0) return [];
  const written = new Map(acknowledged.map((record) => [recordName({ ...record, topic }), record]));
  return givenUp
    .filter((record) => {
      const original = written.get(recordName(record));
      return original !== undefined && !isWritten(record, original);
    })
    .map(recordName);
}

/** What is committed may be lost without anybody's notice, and what is not comes again: both ends have to meet. */
function uncommittedPartitions({ topic, acknowledged, committed }: Evidence): string[] {
  const ends = new Map<number, number>();
  for (const { partition, offset } of acknowledged) {
    ends.set(partition, Math.max(offset + 1, ends.get(partition) ?? 0));
  }
  return [...ends]
    .filter(([partition, end]) => committed.get(partition) !== end)
    .map(([partition, end]) => `${topic}-${partition}: ${committed.get(partition) ?? 'nothing'} of ${end}`);
}
