import { RECORD_FAILURES, type RecordFailureCode } from './errors.ts';
import type { Failure } from './outcome.ts';
import type { KafkaBatch, KafkaRecord } from './read.ts';

/** Version of the document; it changes when a reader has to change. */
export const DEAD_LETTER_VERSION = '1';

/** A record that will never become an event, with what is needed to act on it. */
export interface DeadLetter {
  readonly version: typeof DEAD_LETTER_VERSION;
  /** ISO 8601, when the bridge gave the record up. */
  readonly time: string;
  readonly error: {
    readonly code: RecordFailureCode;
    readonly message: string;
    readonly remedy: string;
  };
  /** The bridge that gave the record up. */
  readonly connectorId: string;
  readonly eventSource: string;
  readonly eventSourceArn: string | null;
  /** The record as Lambda delivered it, when it came in another shape than expected; `record` lacks what was bad. */
  readonly received?: unknown;
  readonly record: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly timestamp: number | null;
    readonly timestampType: string | null;
    /** Base64; null for a record without a key. */
    readonly key: string | null;
    /** Base64; null for a tombstone. */
    readonly value: string | null;
    /** Base64 values, one object a header, in record order. */
    readonly headers: readonly Readonly<Record<string, string | null>>[];
  };
}

/** Whether a dead letter is safe, or why it is not. */
export type DeadLetterAnswer =
  | { readonly written: true }
  | { readonly written: false; readonly problem: string };

export const WRITTEN: DeadLetterAnswer = { written: true };

/** Writes dead letters and answers for each, in order. Never rejects. */
export type WriteDeadLetters = (
  letters: readonly DeadLetter[],
  signal: AbortSignal,
) => Promise<readonly DeadLetterAnswer[]>;

/** Where and when a record was given up. */
export interface DeadLetterOrigin {
  readonly connectorId: string;
  readonly batch: Pick<KafkaBatch, 'eventSource' | 'eventSourceArn'>;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

export function deadLetter(
  { connectorId, batch, nowMs }: DeadLetterOrigin,
  record: KafkaRecord,
  failure: Failure,
): DeadLetter {
  return {
    version: DEAD_LETTER_VERSION,
    time: new Date(nowMs).toISOString(),
    error: {
      code: failure.code,
      message: failure.message,
      remedy: RECORD_FAILURES[failure.code].remedy,
    },
    connectorId,
    eventSource: batch.eventSource,
    eventSourceArn: batch.eventSourceArn ?? null,
    ...(record.defect === undefined ? {} : { received: record.defect.received }),
    record: {
      topic: record.topic,
      partition: record.partition,
      offset: record.offset,
      timestamp: record.timestamp,
      timestampType: record.timestampType,
      key: record.key?.toString('base64') ?? null,
      value: record.value?.toString('base64') ?? null,
      headers: record.headers.map((header) =>
        Object.fromEntries(
          Object.entries(header).map(([name, bytes]) => [
            name,
            bytes === null ? null : Buffer.from(bytes).toString('base64'),
          ]),
        ),
      ),
    },
  };
}
