import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../../../functions/redrive/read-document.ts';
import { mskEvent } from '../../../../infra/local/demo/event-builder.ts';
import { recordsOf } from '../../../../infra/local/mapping/event-records.ts';
import type {
  FailureCondition,
  GivenUpRecords,
} from '../../../../infra/local/mapping/failure-destination.ts';
import {
  batchDocument,
  metadataDocument,
  recordDocument,
} from '../../../../infra/local/mapping/failure-document.ts';
import type { KafkaEvent, KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { asJson, FUNCTION_ARN, givenUp } from './given-up.ts';

const NOW_MS = Date.UTC(2026, 2, 3);

const event = mskEvent(
  [5, 6].map((offset) => ({
    topic: 'orders',
    offset,
    timestamp: Date.UTC(2026, 2, 2) + offset,
    key: 'k',
    value: '{"total":5.10}',
  })),
);
const payload = JSON.stringify(event);

const requestContext = {
  requestId: expect.stringMatching(/^[\da-f-]{36}$/),
  functionArn: FUNCTION_ARN,
  condition: 'RetryAttemptsExhausted',
  approximateInvokeCount: 11,
};
const responseContext = { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' };
const metadata = {
  requestContext,
  responseContext,
  version: '1.0',
  timestamp: '2026-03-03T00:00:00.000Z',
  KafkaBatchInfo: {
    batchSize: 2,
    eventSourceArn: event.eventSourceArn,
    bootstrapServers: event.bootstrapServers,
    payloadSize: payload.length,
    recordsInfo: {
      'orders-0': {
        firstRecordOffset: '5',
        lastRecordOffset: '6',
        firstRecordTimestamp: '2026-03-02T00:00:00.005Z',
        lastRecordTimestamp: '2026-03-02T00:00:00.006Z',
      },
    },
  },
};

describe('A batch that is given up', () => {
  test('comes to a queue without its records', () => {
    expect(asJson(metadataDocument(givenUp(event), NOW_MS))).toEqual(metadata);
  });

  test('comes to a bucket with the event as text', () => {
    expect(asJson(batchDocument(givenUp(event), NOW_MS))).toEqual({ ...metadata, payload });
  });

  test('comes to a topic record by record, in words of their own', () => {
    const [, second = expect.fail()] = recordsOf(event);

    const document = recordDocument(givenUp(event), second, NOW_MS);

    const alone = { ...event, records: { 'orders-0': [second] } };
    expect(asJson(document)).toEqual({
      requestContext: {
        ...requestContext,
        functionArn: `${FUNCTION_ARN}:$LATEST`,
        condition: 'RetriesExhausted',
      },
      responseContext,
      version: '1.0',
      timestamp: '2026-03-03T00:00:00.000Z',
      KafkaBatchInfo: {
        batchSize: 1,
        eventSourceArn: event.eventSourceArn,
        bootstrapServers: event.bootstrapServers,
        payloadSize: JSON.stringify(alone).length,
        recordInfo: { offset: '6', timestamp: '2026-03-02T00:00:00.006Z' },
      },
      payload: alone,
    });
  });
});

test.each([
  ['MaximumPayloadSizeExceeded', 0],
  ['MaximumPayloadSizeExceeded', 3],
  ['MaximumRecordAgeExceeded', 0],
] as const)('has no response after %s with %i invocations', (condition, invocations) => {
  const given = givenUp(event, { condition, invocations });
  const [record = expect.fail()] = recordsOf(event);
  const context = {
    requestContext: { condition, approximateInvokeCount: invocations },
    responseContext: null,
  };

  expect(metadataDocument(given, NOW_MS)).toMatchObject(context);
  expect(batchDocument(given, NOW_MS)).toMatchObject(context);
  expect(recordDocument(given, record, NOW_MS)).toMatchObject(context);
});

test('a batch that grew too old with the function has its response', () => {
  const given = givenUp(event, { condition: 'MaximumRecordAgeExceeded', invocations: 4 });
  expect(batchDocument(given, NOW_MS)).toMatchObject({ responseContext });
});

test('a timestamp that is no time is left out', () => {
  const odd = mskEvent([{ topic: 'orders', offset: 1, timestamp: 1.7e18, key: null, value: null }]);
  expect(asJson(metadataDocument(givenUp(odd), NOW_MS))).toMatchObject({
    KafkaBatchInfo: {
      recordsInfo: { 'orders-0': { firstRecordOffset: '1', lastRecordOffset: '1' } },
    },
  });
  expect(JSON.stringify(metadataDocument(givenUp(odd), NOW_MS))).not.toContain('RecordTimestamp');
});

/** What may be in an event: any record that Kafka takes, from any cluster. */
const anyBase64 = fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const anyRecord = fc.record(
  {
    timestamp: fc.oneof(fc.integer({ min: -1, max: 4_102_444_800_000 }), fc.constant(null)),
    timestampType: fc.constantFrom('CREATE_TIME', 'LOG_APPEND_TIME'),
    key: fc.oneof(anyBase64, fc.constant(null)),
    value: fc.oneof(anyBase64, fc.constant(null)),
    headers: fc.array(
      fc
        .tuple(fc.string({ unit: 'grapheme' }), fc.array(fc.integer({ min: -128, max: 127 })))
        .map(([name, bytes]) => Object.fromEntries([[name, bytes]])),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);
const anyPartition = fc.record({
  topic: fc.stringMatching(/^[\w.-]{1,40}$/),
  partition: fc.integer({ min: 0, max: 2_147_483_647 }),
  offsets: fc.uniqueArray(fc.maxSafeNat(), { minLength: 1, maxLength: 4 }),
  records: fc.array(anyRecord, { minLength: 4, maxLength: 4 }),
});
const anyEvent = fc
  .record({
    cluster: fc.constantFrom(
      {
        eventSource: 'aws:kafka',
        eventSourceArn: event.eventSourceArn ?? '',
        bootstrapServers: 'b-1:9098',
      } as const,
      { eventSource: 'SelfManagedKafka', bootstrapServers: 'kafka-1.example.internal:9094' } as const,
    ),
    partitions: fc.uniqueArray(anyPartition, {
      minLength: 1,
      maxLength: 4,
      selector: ({ topic, partition }) => `${topic}-${partition}`,
    }),
  })
  .map(({ cluster, partitions }): KafkaEvent => ({ ...cluster, records: listsOf(partitions) }));
const anyGivenUp = fc
  .record({
    event: anyEvent,
    condition: fc.constantFrom<FailureCondition[]>(
      'RetryAttemptsExhausted',
      'MaximumPayloadSizeExceeded',
      'MaximumRecordAgeExceeded',
    ),
    invocations: fc.nat(10_001),
  })
  .map((given): GivenUpRecords => ({ ...given, functionArn: FUNCTION_ARN }));

describe('Redrive reads', () => {
  test('the same ranges from what comes to a queue', () => {
    fc.assert(
      fc.property(anyGivenUp, (given) => {
        const document = readDocument(JSON.stringify(metadataDocument(given, NOW_MS)));
        expect(document).toMatchObject({
          kind: 'offsets',
          eventSource: given.event.eventSource,
          eventSourceArn: given.event.eventSourceArn ?? null,
          bootstrapServers: given.event.bootstrapServers,
          code: given.condition,
          ranges: Object.values(given.event.records).map((list) => ({
            topic: list[0]?.topic,
            partition: list[0]?.partition,
            firstOffset: BigInt(list[0]?.offset ?? Number.NaN),
            lastOffset: BigInt(list.at(-1)?.offset ?? Number.NaN),
            firstTimestampMs: list[0]?.timestamp ?? undefined,
          })),
        });
      }),
    );
  });

  test('the same records from what comes to a bucket', () => {
    fc.assert(
      fc.property(anyGivenUp, (given) => {
        const document = readDocument(JSON.stringify(batchDocument(given, NOW_MS)));
        expect(document).toEqual({
          kind: 'records',
          connectorId: undefined,
          records: recordsOf(given.event).map((record) => failedRecord(given, record, given.condition)),
        });
      }),
    );
  });

  test('the same record from each message of a topic', () => {
    fc.assert(
      fc.property(anyGivenUp, (given) => {
        const { condition } = given;
        const code = condition === 'RetryAttemptsExhausted' ? 'RetriesExhausted' : condition;
        for (const record of recordsOf(given.event)) {
          const document = readDocument(JSON.stringify(recordDocument(given, record, NOW_MS)));
          expect(document).toEqual({
            kind: 'records',
            connectorId: undefined,
            records: [failedRecord(given, record, code)],
          });
        }
      }),
    );
  });
});

function failedRecord({ event }: GivenUpRecords, record: KafkaEventRecord, code: string): object {
  const { topic, partition, offset } = record;
  const { eventSource, eventSourceArn = null } = event;
  const time = new Date(NOW_MS).toISOString();
  return { eventSource, eventSourceArn, topic, partition, offset, record, code, time };
}

function listsOf(
  partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly offsets: readonly number[];
    readonly records: readonly Partial<KafkaEventRecord>[];
  }[],
): KafkaEvent['records'] {
  const lists = partitions.map(({ topic, partition, offsets, records }) => {
    const sorted = offsets.toSorted((one, other) => one - other);
    const list = sorted.map((offset, index) => ({ ...records[index], topic, partition, offset }));
    return [`${topic}-${partition}`, list] as const;
  });
  return Object.fromEntries(lists);
}
