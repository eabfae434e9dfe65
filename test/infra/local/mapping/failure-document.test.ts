import { expect, test } from 'vitest';
import { mskEvent } from '../../../../infra/local/demo/event-builder.ts';
import { failureDocument } from '../../../../infra/local/mapping/failure-document.ts';

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:bridge';

test('a batch that is given up is written as Lambda writes it to a bucket', () => {
  const event = mskEvent(
    [5, 6].map((offset) => ({
      topic: 'orders',
      offset,
      timestamp: Date.UTC(2026, 2, 2) + offset,
      key: 'k',
      value: '{}',
    })),
  );

  const document = failureDocument(event, {
    functionArn: FUNCTION_ARN,
    invocations: 11,
    nowMs: Date.UTC(2026, 2, 3),
  });

  const payload = JSON.stringify(event);
  expect(document).toEqual({
    requestContext: {
      requestId: expect.any(String),
      functionArn: FUNCTION_ARN,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 11,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
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
    payload,
  });
});

test('a timestamp that is no time is left out', () => {
  const event = mskEvent([{ topic: 'orders', offset: 1, timestamp: 1.7e18, key: null, value: null }]);

  const { KafkaBatchInfo } = JSON.parse(
    JSON.stringify(failureDocument(event, { functionArn: FUNCTION_ARN, invocations: 1, nowMs: 0 })),
  );

  expect(KafkaBatchInfo.recordsInfo['orders-0']).toEqual({ firstRecordOffset: '1', lastRecordOffset: '1' });
});
