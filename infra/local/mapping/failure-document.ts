import { randomUUID } from 'node:crypto';
import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { recordsOf } from './event-records.ts';
import type { FailureCondition, GivenUpRecords } from './failure-destination.ts';

/**
 * What Lambda writes about records that it gives up, each destination in a spelling of its own. What AWS does not document is
 * left to its neighbours: a record without a time has no timestamp here, and a cluster that is not Amazon MSK has no ARN.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
 */
export interface FailureDocument {
  readonly requestContext: {
    /** Of the last invocation on Lambda. A mapping on this machine does not learn it; this one is made up. */
    readonly requestId: string;
    /** With `:$LATEST` in a Kafka topic only. */
    readonly functionArn: string;
    readonly condition: FailureCondition | 'RetriesExhausted';
    readonly approximateInvokeCount: number;
  };
  /** Null when there was no response. */
  readonly responseContext: {
    readonly statusCode: number;
    readonly executedVersion: string;
    readonly functionError: string;
  } | null;
  readonly version: '1.0';
  /** ISO 8601. */
  readonly timestamp: string;
}

interface BatchInfo {
  readonly batchSize: number;
  readonly eventSourceArn?: string | undefined;
  readonly bootstrapServers?: string | undefined;
  readonly payloadSize: number;
}

/** What comes to a queue: which records failed, without them. */
export interface MetadataDocument extends FailureDocument {
  readonly KafkaBatchInfo: BatchInfo & { readonly recordsInfo: Readonly<Record<string, RecordsInfo>> };
}

/** What comes to a bucket. */
export interface BatchDocument extends MetadataDocument {
  /** The event as JSON text. */
  readonly payload: string;
}

/** What comes to a Kafka topic, for each record. */
export interface RecordDocument extends FailureDocument {
  readonly KafkaBatchInfo: BatchInfo & {
    readonly recordInfo: { readonly offset: string; readonly timestamp: string | undefined };
  };
  /** The event, as if the record had come alone. */
  readonly payload: KafkaEvent;
}

/** Offsets are text here, as in the documents of Kinesis that the shape comes from. */
interface RecordsInfo {
  readonly firstRecordOffset: string;
  readonly lastRecordOffset: string;
  readonly firstRecordTimestamp: string | undefined;
  readonly lastRecordTimestamp: string | undefined;
}

/** @param nowMs epoch milliseconds. */
export function metadataDocument(records: GivenUpRecords, nowMs: number): MetadataDocument {
  return withRecordsInfo(records, Buffer.byteLength(JSON.stringify(records.event)), nowMs);
}

/** @param nowMs epoch milliseconds. */
export function batchDocument(records: GivenUpRecords, nowMs: number): BatchDocument {
  const payload = JSON.stringify(records.event);
  return { ...withRecordsInfo(records, Buffer.byteLength(payload), nowMs), payload };
}

/** @param nowMs epoch milliseconds. */
export function recordDocument(
  given: GivenUpRecords,
  record: KafkaEventRecord,
  nowMs: number,
): RecordDocument {
  const { requestContext, ...rest } = failureDocument(given, nowMs);
  const { condition, functionArn } = requestContext;
  const payload = { ...given.event, records: { [`${record.topic}-${record.partition}`]: [record] } };
  return {
    ...rest,
    requestContext: {
      ...requestContext,
      functionArn: `${functionArn}:$LATEST`,
      condition: condition === 'RetryAttemptsExhausted' ? 'RetriesExhausted' : condition,
    },
    KafkaBatchInfo: {
      ...batchInfo(payload, Buffer.byteLength(JSON.stringify(payload))),
      recordInfo: { offset: String(record.offset), timestamp: timeText(record) },
    },
    payload,
  };
}

function withRecordsInfo(given: GivenUpRecords, payloadBytes: number, nowMs: number): MetadataDocument {
  const lists = Object.entries(given.event.records).filter(([, { length }]) => length > 0);
  return {
    ...failureDocument(given, nowMs),
    KafkaBatchInfo: {
      ...batchInfo(given.event, payloadBytes),
      recordsInfo: Object.fromEntries(lists.map(([partition, list]) => [partition, recordsInfo(list)])),
    },
  };
}

function failureDocument(
  { condition, functionArn, invocations }: GivenUpRecords,
  nowMs: number,
): FailureDocument {
  // AWS documents null for batches that are too large, which no function saw; records may also grow too old before one does.
  const hasResponse = condition !== 'MaximumPayloadSizeExceeded' && invocations > 0;
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    responseContext: hasResponse
      ? { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' }
      : null,
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
  };
}

function batchInfo(event: KafkaEvent, payloadBytes: number): BatchInfo {
  const { eventSourceArn, bootstrapServers } = event;
  return { batchSize: recordsOf(event).length, eventSourceArn, bootstrapServers, payloadSize: payloadBytes };
}

function recordsInfo(list: readonly KafkaEventRecord[]): RecordsInfo {
  const [first, last] = [list[0], list.at(-1)];
  return {
    firstRecordOffset: String(first?.offset),
    lastRecordOffset: String(last?.offset),
    firstRecordTimestamp: timeText(first),
    lastRecordTimestamp: timeText(last),
  };
}

function timeText(record: KafkaEventRecord | undefined): string | undefined {
  const atMs = record?.timestamp ?? undefined;
  return atMs === undefined || Number.isNaN(new Date(atMs).getTime())
    ? undefined
    : new Date(atMs).toISOString();
}
