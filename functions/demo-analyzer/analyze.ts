import { SUSPICIOUS_ABOVE } from '../../shared/demo/threshold.ts';
import type { KafkaEvent, KafkaEventRecord } from '../../shared/kafka-event.ts';
import { type DecodeFailure, decodeTransaction, type Transaction } from './decode.ts';
import type { SchemaVersions } from './schema-versions.ts';
import { isAbove } from './total.ts';

/** A transaction that card holders are told about. */
export interface Suspicion {
  readonly userId: string;
  /** Price as text. */
  readonly total: string;
}

/** Why a transaction cannot be judged. */
export type Malformation = 'TOTAL_MALFORMED' | 'USER_MISSING';

/** What the analyzer makes of one record. */
export type Verdict =
  | { readonly kind: 'suspicious'; readonly suspicion: Suspicion }
  | { readonly kind: 'ordinary' }
  | { readonly kind: 'malformed'; readonly reason: Malformation }
  | { readonly kind: 'undecodable'; readonly reason: DecodeFailure };

export interface JudgedRecord {
  readonly record: KafkaEventRecord;
  readonly verdict: Verdict;
}

/**
 * Judges each record of a batch; whatever is in a record, the others are judged all the same.
 *
 * @throws Error if the event is not one of a Kafka event source mapping, or the schema registry did not answer.
 */
export async function analyze(event: unknown, schemas: SchemaVersions): Promise<JudgedRecord[]> {
  if (!isKafkaEvent(event)) {
    throw new Error(
      'The event has no records. Invoke the analyzer by an event source mapping of a Kafka topic.',
    );
  }
  const records = Object.values(event.records).flat();
  return Promise.all(
    records.map(async (record) => {
      const decoded = await decodeTransaction(record.value, schemas);
      const verdict: Verdict =
        typeof decoded === 'string' ? { kind: 'undecodable', reason: decoded } : judge(decoded);
      return { record, verdict };
    }),
  );
}

function judge({ userId, total }: Transaction): Verdict {
  const isSuspicious = total === null ? undefined : isAbove(total, SUSPICIOUS_ABOVE);
  if (total === null || isSuspicious === undefined) return { kind: 'malformed', reason: 'TOTAL_MALFORMED' };
  if (!isSuspicious) return { kind: 'ordinary' };
  return userId === null
    ? { kind: 'malformed', reason: 'USER_MISSING' }
    : { kind: 'suspicious', suspicion: { userId, total } };
}

function isKafkaEvent(event: unknown): event is KafkaEvent {
  return (
    typeof event === 'object' &&
    event !== null &&
    'records' in event &&
    typeof event.records === 'object' &&
    event.records !== null
  );
}
