import { createHash } from 'node:crypto';
import type { KafkaSchemaMetadata } from '../../shared/kafka-event.ts';
import { VERSION } from '../../shared/version.ts';
import { RECORD_FAILURES, type RecordFailureCode } from './errors.ts';
import type { Failure } from './outcome.ts';
import type { KafkaBatch, KafkaRecord } from './read.ts';
import { schemaIdOf } from './schema-id.ts';

/** Version of the document; it changes when a reader has to change. */
export const DEAD_LETTER_VERSION = '1';

/**
 * A record that will never become an event, with what is needed to act on it.
 *
 * Described for readers in `shared/schemas/dead-letter.schema.json`.
 */
export interface DeadLetter {
  readonly version: typeof DEAD_LETTER_VERSION;
  /**
   * `<topic>/<partition>/<offset>-<digest>`: the same for every delivery of a record; another for any other record, also
   * one that came to the same place of a topic that was made anew.
   */
  readonly id: string;
  /** Version of the bridge that gave the record up. */
  readonly bridgeVersion: string;
  /** PutEvents requests of the last invocation that held the event; 0 when it never became one. */
  readonly attempts: number;
  /** Id of the schema that each side names, in whatever registry; null for a side that names none. */
  readonly schemas: { readonly key: string | null; readonly value: string | null };
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
    /** What Lambda's own registry integration left of the frames, when it took them away. */
    readonly keySchemaMetadata?: KafkaSchemaMetadata;
    readonly valueSchemaMetadata?: KafkaSchemaMetadata;
  };
}

/** Whether a dead letter is safe, or why it is not. */
export type DeadLetterAnswer =
  | {
      readonly written: true;
      /** Why the queue holds no notice of it, although it should: the letter lies in the bucket unannounced. */
      readonly problem?: string;
    }
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
  const { key: keySchema, value: valueSchema } = record.schemaMetadata;
  return {
    version: DEAD_LETTER_VERSION,
    id: letterId(record),
    bridgeVersion: VERSION,
    attempts: failure.attempts ?? 0,
    schemas: { key: schemaIdOf(record, 'key'), value: schemaIdOf(record, 'value') },
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
      key: base64(record.key),
      value: base64(record.value),
      headers: record.headers.map((header) =>
        Object.fromEntries(
          Object.entries(header).map(([name, bytes]) => [
            name,
            base64(bytes === null ? null : Buffer.from(bytes)),
          ]),
        ),
      ),
      ...(keySchema !== undefined && { keySchemaMetadata: keySchema }),
      ...(valueSchema !== undefined && { valueSchemaMetadata: valueSchema }),
    },
  };
}

/** Enough of a SHA-256 to tell the records of one place apart. */
const DIGEST_CHARACTERS = 16;

function letterId({ topic, partition, offset, timestamp, key, value }: KafkaRecord): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([timestamp, base64(key), base64(value)]))
    .digest('hex')
    .slice(0, DIGEST_CHARACTERS);
  return `${topic}/${partition}/${offset}-${digest}`;
}

function base64(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString('base64');
}
