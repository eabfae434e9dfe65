import { randomUUID } from 'node:crypto';
import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';

/** Which function gave up, after how many invocations of the batch. */
export interface GivenUp {
  readonly functionArn: string;
  readonly invocations: number;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

/**
 * What Lambda writes to an S3 bucket as on-failure destination: what failed, and the event as text.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
 */
export function failureDocument(event: KafkaEvent, { functionArn, invocations, nowMs }: GivenUp): object {
  const payload = JSON.stringify(event);
  const batchSize = Object.values(event.records).reduce((sum, { length }) => sum + length, 0);
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    KafkaBatchInfo: {
      batchSize,
      eventSourceArn: event.eventSourceArn,
      bootstrapServers: event.bootstrapServers,
      payloadSize: Buffer.byteLength(payload),
      recordsInfo: Object.fromEntries(
        Object.entries(event.records).map(([partition, list]) => [partition, recordsInfo(list)]),
      ),
    },
    payload,
  };
}

/** Offsets are text here, as in the documents of Kinesis that the shape comes from. */
function recordsInfo(list: readonly KafkaEventRecord[]): object {
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
