import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BatchResult } from '../../../functions/bridge/bridge.ts';
import { type Failure, NO_TIME, type Outcome, SENT } from '../../../functions/bridge/outcome.ts';
import { countOutcomes, emitMetrics, logFailures } from '../../../functions/bridge/report.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { METRIC_UNITS, METRICS, REASON_DIMENSION, SERVICE_DIMENSION } from '../../../shared/metrics.ts';
import { base64, eventRecord, kafkaBatch, partitionOf } from '../../fixtures/kafka-event.ts';
import { captureOutput } from '../../fixtures/output.ts';

const NOW_MS = 1_700_000_010_123;
const MARKER = 'MARKER-OF-THE-PAYLOAD';
const THROTTLED: Outcome = { kind: 'retry', failure: { code: 'PUT_EVENTS_THROTTLED', message: 'slow down' } };
const BAD: Outcome = { kind: 'dead-letter', failure: { code: 'PAYLOAD_INVALID', message: 'bad bytes' } };
const LARGE: Outcome = { kind: 'dead-letter', failure: { code: 'ENTRY_TOO_LARGE', message: 'too large' } };

function result(
  records: readonly KafkaEventRecord[],
  outcomes: readonly Outcome[],
  latenciesMs: number[] = [],
): BatchResult {
  return {
    batch: kafkaBatch(...records),
    outcomes,
    publishing: {
      requests: latenciesMs.length,
      bytes: 4_321,
      throttled: 3,
      latenciesMs,
      stoppedBy: undefined,
    },
    maxConcurrency: 16,
    lostNotices: [],
  };
}

/** The metric documents that the report writes. */
function emitted(batchResult: BatchResult) {
  const output = captureOutput();
  const metrics = new Metrics({ namespace: 'KafkaEventBridge', serviceName: 'bridge' });
  emitMetrics(metrics, batchResult, NOW_MS);
  metrics.publishStoredMetrics();
  return { documents: output.lines().map((line) => JSON.parse(line)), text: output.text() };
}

/** The log lines that the report writes. */
function logged(batchResult: BatchResult) {
  const output = captureOutput();
  logFailures(new Logger({ serviceName: 'bridge', logLevel: 'DEBUG' }), batchResult);
  return { lines: output.lines().map((line) => JSON.parse(line)), text: output.text() };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('emitMetrics', () => {
  it('counts what came in and how it ended', () => {
    // Prepare
    const batch = result(partitionOf(5), [SENT, SENT, THROTTLED, BAD, LARGE], [12, 30]);

    // Act
    const { documents } = emitted(batch);

    // Assess
    expect(documents.at(-1)).toMatchObject({
      RecordsReceived: 5,
      RecordsSent: 2,
      RecordsToRetry: 1,
      RecordsDeadLettered: 2,
      PutEventsRequests: 2,
      PutEventsBytes: 4_321,
      PutEventsThrottled: 3,
      PutEventsLatency: [12, 30],
      RecordAge: 10_000,
      service: 'bridge',
    });
    expect(documents.at(-1)._aws.CloudWatchMetrics[0].Namespace).toBe('KafkaEventBridge');
  });

  it('emits zeros for an empty batch, so that the metrics are continuous', () => {
    const { documents } = emitted(result([], []));

    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({
      RecordsReceived: 0,
      RecordsSent: 0,
      RecordsToRetry: 0,
      RecordsDeadLettered: 0,
      PutEventsRequests: 0,
    });
    expect(documents[0]).not.toHaveProperty('RecordAge');
  });

  it('tells dead letters and retries apart by reason, for the bridge that emits them', () => {
    const { documents } = emitted(result(partitionOf(4), [BAD, LARGE, BAD, THROTTLED]));

    const byReason = documents.filter(({ Reason }) => Reason !== undefined);
    expect(byReason).toEqual([
      expect.objectContaining({ Reason: 'PAYLOAD_INVALID', RecordsDeadLettered: 2 }),
      expect.objectContaining({ Reason: 'ENTRY_TOO_LARGE', RecordsDeadLettered: 1 }),
      expect.objectContaining({ Reason: 'PUT_EVENTS_THROTTLED', RecordsToRetry: 1 }),
    ]);
    for (const { _aws, service } of byReason) {
      expect(_aws.CloudWatchMetrics[0].Dimensions).toEqual([[SERVICE_DIMENSION, REASON_DIMENSION]]);
      expect(service).toBe('bridge');
    }
  });

  it('emits every metric in its unit', () => {
    const uploading = { objects: 1, bytes: 99 };

    const { documents } = emitted({ ...result(partitionOf(2), [SENT, BAD], [12]), uploading });

    const units = documents
      .flatMap(({ _aws }) => _aws.CloudWatchMetrics[0].Metrics)
      .map(({ Name, Unit }) => [Name, Unit]);
    // The handler emits that one, as a count.
    const { [METRICS.configurationRefused]: _, ...ofTheReport } = METRIC_UNITS;
    expect(Object.fromEntries(units)).toEqual(ofTheReport);
  });

  it('counts what was offloaded where there is a bucket for it, and says nothing of it elsewhere', () => {
    const batch = result(partitionOf(1), [SENT]);

    const offloading = emitted({ ...batch, uploading: { objects: 0, bytes: 0 } }).documents.at(-1);
    const other = emitted(batch).documents.at(-1);

    expect(offloading).toMatchObject({ ObjectsOffloaded: 0, BytesOffloaded: 0 });
    expect(Object.keys(other).filter((name) => name.includes('Offloaded'))).toEqual([]);
  });

  it.each([
    { timestamps: [1_700_000_005_123, 1_700_000_000_123, null], ageMs: 10_000 },
    { timestamps: [0], ageMs: NOW_MS },
    // A producer whose clock is ahead.
    { timestamps: [NOW_MS + 60_000], ageMs: 0 },
  ])('measures the age of the oldest record: $timestamps', ({ timestamps, ageMs }) => {
    const records = timestamps.map((timestamp, offset) => eventRecord({ offset, timestamp }));

    expect(
      emitted(
        result(
          records,
          records.map(() => SENT),
        ),
      ).documents.at(-1),
    ).toMatchObject({ RecordAge: ageMs });
  });

  it('has no age when no record has a timestamp', () => {
    const { documents } = emitted(result([eventRecord({ timestamp: -1 })], [SENT]));

    expect(documents[0]).not.toHaveProperty('RecordAge');
  });

  it.each([1, 99, 100, 101, 1_000])(
    'keeps up to a hundred latencies of %i requests, evenly spread',
    (count) => {
      // Prepare
      const latencies = Array.from({ length: count }, (_, number) => number);

      // Act
      const { documents } = emitted(result(partitionOf(1), [SENT], latencies));

      // Assess
      const samples: number[] = documents.flatMap(({ PutEventsLatency = [] }) => PutEventsLatency);
      const steps = samples.slice(1).map((sample, number) => sample - (samples[number] ?? Number.NaN));
      expect(samples.length).toBeLessThanOrEqual(100);
      expect(samples.length).toBeGreaterThanOrEqual(Math.min(count, 50));
      expect(samples[0]).toBe(0);
      expect(new Set(steps).size).toBeLessThanOrEqual(1);
      expect((samples.at(-1) ?? Number.NaN) + (steps[0] ?? 1)).toBeGreaterThanOrEqual(count);
    },
  );
});

describe('a bus that refuses everything', () => {
  const REFUSAL = { code: 'PUT_EVENTS_DENIED', message: 'not authorized' } as const;

  function stoppedBy(failure: Failure | undefined): BatchResult {
    const batch = result(partitionOf(1), [THROTTLED]);
    return { ...batch, publishing: { ...batch.publishing, stoppedBy: failure } };
  }

  it.each([
    { what: 'the bus denies access', failure: REFUSAL, count: 1 },
    { what: 'the bus is missing', failure: { code: 'EVENT_BUS_MISSING', message: 'gone' }, count: 1 },
    { what: 'the bus rejects all', failure: { code: 'PUT_EVENTS_REJECTED', message: 'bad' }, count: 1 },
    { what: 'the invocation ran out of time', failure: NO_TIME, count: 0 },
    { what: 'all went well', failure: undefined, count: 0 },
  ] as const)('counts $count when $what', ({ failure, count }) => {
    expect(emitted(stoppedBy(failure)).documents.at(-1)).toMatchObject({ EventBusRefused: count });
  });

  it('is told in one line, before what became of the records, with the reason and what to do', () => {
    const { lines } = logged(stoppedBy(REFUSAL));

    expect(lines).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        message: 'The event bus takes no events, and the batch was broken off: PUT_EVENTS_DENIED',
        code: 'PUT_EVENTS_DENIED',
        reason: 'not authorized',
        remedy: expect.stringContaining('Allow events:PutEvents'),
      }),
      expect.objectContaining({ message: '1 records to be retried: PUT_EVENTS_THROTTLED' }),
    ]);
  });

  it.each([{ failure: NO_TIME }, { failure: undefined }])(
    'is not told of when $failure.code stopped the batch',
    ({ failure }) => {
      const { lines } = logged(stoppedBy(failure));

      expect(lines.map(({ message }) => message)).toEqual(['1 records to be retried: PUT_EVENTS_THROTTLED']);
    },
  );

  it('is no matter of how many requests may be under way, which is emitted with every batch', () => {
    expect(emitted(stoppedBy(undefined)).documents.at(-1)).toMatchObject({ PutEventsConcurrency: 16 });
  });
});

describe('logFailures', () => {
  it('writes nothing when every record was sent', () => {
    expect(logged(result(partitionOf(2), [SENT, SENT])).lines).toEqual([]);
  });

  it('writes one line for each kind of failure, with the coordinates and what to do', () => {
    // Prepare
    const records = [
      eventRecord({ topic: 'orders', partition: 1, offset: 7 }),
      eventRecord({ topic: 'orders', partition: 1, offset: 8 }),
      eventRecord({ topic: 'payments', partition: 0, offset: 3 }),
    ];

    // Act
    const { lines } = logged(result(records, [THROTTLED, BAD, BAD]));

    // Assess
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        message: '2 records dead-lettered: PAYLOAD_INVALID',
        code: 'PAYLOAD_INVALID',
        remedy: expect.stringContaining('Check the converter setting'),
        count: 2,
        records: [
          { topic: 'orders', partition: 1, offset: 8, reason: 'bad bytes' },
          { topic: 'payments', partition: 0, offset: 3, reason: 'bad bytes' },
        ],
      }),
      expect.objectContaining({
        level: 'WARN',
        message: '1 records to be retried: PUT_EVENTS_THROTTLED',
        records: [{ topic: 'orders', partition: 1, offset: 7, reason: 'slow down' }],
      }),
    ]);
  });

  it('names ten records of a kind and counts them all', () => {
    const { lines } = logged(result(partitionOf(500), Array<Outcome>(500).fill(THROTTLED)));

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ count: 500 });
    expect(lines[0].records).toHaveLength(10);
  });
});

describe('the report', () => {
  it('never holds anything of a key, a value or a header', () => {
    // Prepare
    const records = Array.from({ length: 3 }, (_, offset) =>
      eventRecord({
        offset,
        key: base64(MARKER),
        value: base64(`{"a":"${MARKER}"}`),
        headers: [{ [MARKER]: [...Buffer.from(MARKER)] }],
      }),
    );
    const batch = result(records, [SENT, THROTTLED, BAD], [5]);

    // Act
    const text = logged(batch).text + emitted(batch).text;

    // Assess
    expect(text).toContain('PAYLOAD_INVALID');
    expect(text).not.toContain(MARKER);
    expect(text).not.toContain(base64(MARKER));
  });
});

describe('countOutcomes', () => {
  it('counts each kind', () => {
    expect(countOutcomes([SENT, BAD, SENT, THROTTLED, LARGE])).toEqual({
      sent: 2,
      retry: 1,
      'dead-letter': 2,
    });
  });
});
