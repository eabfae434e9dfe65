import type { OffsetRange, RedriveDocument } from '../../../functions/redrive/document.ts';
import type { FailedRecord } from '../../../functions/redrive/failed-record.ts';

export const CONNECTOR_ID = 'payments';
export const BUS_ARN = 'arn:aws:events:eu-west-1:123456789012:event-bus/kafka-events';
export const OWNER = { connectorId: CONNECTOR_ID, eventBusArn: BUS_ARN };
export const CLUSTER_ARN = 'arn:aws:kafka:eu-west-1:123456789012:cluster/prod/751d2973';

/** A record that was given up; its content tells its place. */
export function failedRecord(overrides: Partial<FailedRecord> = {}): FailedRecord {
  const { topic = 'orders', partition = 0, offset = 0 } = overrides;
  const value = Buffer.from(`${topic}-${partition}@${offset}`).toString('base64');
  return {
    eventSource: 'aws:kafka',
    eventSourceArn: CLUSTER_ARN,
    topic,
    partition,
    offset,
    record: { topic, partition, offset, timestamp: 1_700_000_000_000, key: null, value },
    code: 'PAYLOAD_INVALID',
    time: '2026-11-20T08:00:00.000Z',
    ...overrides,
  };
}

export function failedRecords(count: number, overrides: Partial<FailedRecord> = {}): FailedRecord[] {
  return Array.from({ length: count }, (_, offset) => failedRecord({ ...overrides, offset }));
}

export function offsetRange(overrides: Partial<OffsetRange> = {}): OffsetRange {
  return {
    topic: 'orders',
    partition: 0,
    firstOffset: 0n,
    lastOffset: 9n,
    firstTimestampMs: 1_700_000_000_000,
    ...overrides,
  };
}

/** Documents in the simplest text that there is: what the real ones look like is the matter of their own reader. */
export function documentText(document: RedriveDocument): string {
  return JSON.stringify(document, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
}

export function lettersText(...records: readonly FailedRecord[]): string {
  return documentText({ kind: 'records', records, connectorId: CONNECTOR_ID });
}

/** Reads what {@link documentText} writes. */
export function readDocumentText(text: string): RedriveDocument {
  try {
    return JSON.parse(text, (_, value) =>
      typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
    );
  } catch {
    return { kind: 'refused', code: 'LETTER_INVALID' };
  }
}
