import { describe, expect, it } from 'vitest';
import { readFailureDocument } from '../../../functions/redrive/failure-document.ts';
import {
  BROKERS,
  bucketDocument,
  GIVEN_UP_AT,
  MSK_ARN,
  mskEvent,
  offsetsDocument,
  offsetsInfo,
  selfManagedEvent,
  topicDocument,
} from './documents.ts';

const FIRST_TIMESTAMP_MS = Date.parse('2019-11-14T00:38:04.835Z');
/** The example of the AWS documentation has offsets that are sequence numbers of Kinesis. */
const KINESIS_OFFSETS = offsetsInfo(
  '49601189658422359378836298521827638475320189012309704722',
  '49601189658422359378836298522902373528957594348623495186',
);

function withMembers(document: object, members: object): object {
  return { ...document, ...members };
}

describe('a document of a queue or an SNS topic', () => {
  it('tells the offsets of each partition, the cluster, and why', () => {
    expect(readFailureDocument(offsetsDocument())).toEqual({
      kind: 'offsets',
      eventSource: 'aws:kafka',
      eventSourceArn: MSK_ARN,
      bootstrapServers: BROKERS,
      code: 'RetryAttemptsExhausted',
      time: GIVEN_UP_AT,
      ranges: [
        {
          topic: 'orders',
          partition: 0,
          firstOffset: 1000n,
          lastOffset: 1499n,
          firstTimestampMs: FIRST_TIMESTAMP_MS,
        },
      ],
    });
  });

  it.each([
    ['a topic with hyphens', 'orders-eu-1-17', { topic: 'orders-eu-1', partition: 17 }],
    ['a topic that ends with a hyphen', 'orders--3', { topic: 'orders-', partition: 3 }],
    ['a topic of digits', '1-2', { topic: '1', partition: 2 }],
    ['a capital letter, as in the documentation', 'Topic-0', { topic: 'Topic', partition: 0 }],
  ])('finds topic and partition of %s', (_, topicPartition, expected) => {
    const document = readFailureDocument(offsetsDocument({ [topicPartition]: offsetsInfo('1', '2') }));

    expect(document).toMatchObject({ ranges: [expected] });
  });

  it('tells several partitions, and offsets that no JavaScript number holds', () => {
    const document = readFailureDocument(
      offsetsDocument({
        'orders-0': offsetsInfo('9007199254740993', '9223372036854775807'),
        'orders-1': offsetsInfo('0', '0'),
      }),
    );

    expect(document).toMatchObject({
      ranges: [
        { partition: 0, firstOffset: 9_007_199_254_740_993n, lastOffset: 9_223_372_036_854_775_807n },
        { partition: 1, firstOffset: 0n, lastOffset: 0n },
      ],
    });
  });

  it.each([
    ['no response, as for a record that is too large', { responseContext: null }],
    ['no word of the response', { responseContext: undefined }],
    ['members that AWS adds later', { more: { deep: [1] }, version: '1.1' }],
  ])('is read with %s', (_, members) => {
    expect(readFailureDocument(withMembers(offsetsDocument(), members))).toMatchObject({ kind: 'offsets' });
  });

  it.each(['MaximumPayloadSizeExceeded', 'RecordAgeExceeded', 'SCHEMA_NOT_FOUND', 'said by nobody yet'])(
    'takes the condition %s for the code',
    (condition) => {
      const document = offsetsDocument(undefined, { requestContext: { condition } });

      expect(readFailureDocument(document)).toMatchObject({ code: condition });
    },
  );

  it.each([
    ['no ARN', {}],
    ['an ARN that is null', { eventSourceArn: null }],
    [
      'the ARN of the mapping',
      { eventSourceArn: 'arn:aws:lambda:us-east-1:123456789012:event-source-mapping:a1b2c3d4' },
    ],
  ])('is of a self-managed cluster with %s', (_, arn) => {
    const KafkaBatchInfo = { recordsInfo: { 'orders-0': offsetsInfo('1', '2') }, ...arn };

    expect(readFailureDocument(offsetsDocument(undefined, { KafkaBatchInfo }))).toMatchObject({
      eventSource: 'SelfManagedKafka',
      bootstrapServers: undefined,
    });
  });

  it.each(['aws', 'aws-cn', 'aws-us-gov'])('is of Amazon MSK in the partition %s', (partition) => {
    const eventSourceArn = MSK_ARN.replace('arn:aws:', `arn:${partition}:`);
    const KafkaBatchInfo = { recordsInfo: { 'orders-0': offsetsInfo('1', '2') }, eventSourceArn };

    expect(readFailureDocument(offsetsDocument(undefined, { KafkaBatchInfo }))).toMatchObject({
      eventSource: 'aws:kafka',
      eventSourceArn,
    });
  });

  it('does not know when the first record was written if the document does not tell it', () => {
    const info = { firstRecordOffset: '1', lastRecordOffset: '2' };
    const document = offsetsDocument({
      'orders-0': info,
      'orders-1': { ...info, firstRecordTimestamp: 'yesterday' },
    });

    expect(readFailureDocument(document)).toMatchObject({
      ranges: [{ firstTimestampMs: undefined }, { firstTimestampMs: undefined }],
    });
  });

  it.each([
    ['the first offset after the last', { 'orders-0': offsetsInfo('2', '1') }],
    [
      'one such partition among good ones',
      { 'orders-0': offsetsInfo('1', '2'), 'orders-1': offsetsInfo('2', '1') },
    ],
    ['no partition', {}],
    ['a partition without a number', { orders: offsetsInfo('1', '2') }],
    ['a partition without a topic', { '-1': offsetsInfo('1', '2') }],
    ['more partitions than Kafka counts', { 'orders-99999999999999999999': offsetsInfo('1', '2') }],
    ['offsets of Kinesis, which Kafka never has', { 'orders-0': KINESIS_OFFSETS }],
    ['a negative offset', { 'orders-0': offsetsInfo('-1', '2') }],
    ['an offset that is no number', { 'orders-0': offsetsInfo('0x10', '20') }],
    ['no last offset', { 'orders-0': { firstRecordOffset: '1' } }],
  ])('is none with %s', (_, recordsInfo) => {
    expect(readFailureDocument(offsetsDocument(recordsInfo))).toBeUndefined();
  });
});

describe('a document of a bucket', () => {
  it('holds the records of the event', () => {
    const event = mskEvent(
      { topic: 'orders-eu', partition: 0, offset: 1 },
      { topic: 'orders-eu', partition: 7, offset: 2, key: null, headers: [{ city: [90, -61] }] },
    );

    const document = readFailureDocument(bucketDocument(event));

    const why = { code: 'RetryAttemptsExhausted', time: GIVEN_UP_AT };
    const of = { eventSource: 'aws:kafka', eventSourceArn: MSK_ARN, topic: 'orders-eu' };
    expect(document).toEqual({
      kind: 'records',
      connectorId: undefined,
      records: [
        { ...of, partition: 0, offset: 1, record: event.records['orders-eu-0']?.[0], ...why },
        { ...of, partition: 7, offset: 2, record: event.records['orders-eu-7']?.[0], ...why },
      ],
    });
  });

  it('is of a self-managed cluster when the event is, which has no ARN', () => {
    expect(readFailureDocument(bucketDocument(selfManagedEvent({})))).toMatchObject({
      records: [{ eventSource: 'SelfManagedKafka', eventSourceArn: null }],
    });
  });

  it('is read for its records, whatever the offsets beside them look like', () => {
    const KafkaBatchInfo = { batchSize: 1, recordsInfo: { 'Topic-0': KINESIS_OFFSETS } };

    expect(readFailureDocument(bucketDocument(mskEvent({}), { KafkaBatchInfo }))).toMatchObject({
      kind: 'records',
    });
  });

  it('holds every record, whatever name its list has', () => {
    const event = JSON.stringify(mskEvent({ offset: 1 })).replace(
      '"records":{',
      '"records":{"__proto__":[{"topic":"orders","partition":0,"offset":2}],',
    );

    const document = readFailureDocument(bucketDocument({}, { payload: event }));

    expect(document).toMatchObject({ records: [{ offset: 2 }, { offset: 1 }] });
  });

  it.each([
    ['text that is no JSON', 'records'],
    ['cut off', JSON.stringify(mskEvent({})).slice(0, -5)],
    ['no event', '{}'],
    ['null', 'null'],
    ['a list', '[]'],
    ['of another source', JSON.stringify({ ...mskEvent({}), eventSource: 'aws:kinesis' })],
    ['without records', JSON.stringify({ ...mskEvent({}), records: undefined })],
    ['with an empty list of records', JSON.stringify({ ...mskEvent({}), records: { 'orders-0': [] } })],
    ['with no list of records', JSON.stringify(mskEvent())],
    ['with a list in place of the lists', JSON.stringify({ ...mskEvent({}), records: [[]] })],
    ['with a record in place of a list', withRecords({ topic: 'orders', partition: 0, offset: 1 })],
    ['with a record that is null', withRecords([null])],
    ['with a record without a topic', withRecords([{ partition: 0, offset: 1 }])],
    ['with a record without a partition', withRecords([{ topic: 'orders', offset: 1 }])],
    ['with a record without an offset', withRecords([{ topic: 'orders', partition: 0 }])],
    ['with an offset as text', withRecords([{ topic: 'orders', partition: 0, offset: '1' }])],
    ['with an offset that is not exact', withRecords([{ topic: 'orders', partition: 0, offset: 2 ** 53 }])],
    [
      'with one such record among good ones',
      withRecords([{ topic: 'orders', partition: 0, offset: 1 }, { topic: 'orders' }]),
    ],
  ])('is none when its payload is %s', (_, payload) => {
    expect(readFailureDocument(bucketDocument({}, { payload }))).toBeUndefined();
  });
});

describe('a document of a Kafka topic', () => {
  it('holds its record, and its own word for the condition', () => {
    const event = mskEvent({ offset: 100 });

    expect(readFailureDocument(topicDocument(event))).toEqual({
      kind: 'records',
      connectorId: undefined,
      records: [
        {
          eventSource: 'aws:kafka',
          eventSourceArn: MSK_ARN,
          topic: 'orders',
          partition: 0,
          offset: 100,
          record: event.records['orders-0']?.[0],
          code: 'RetriesExhausted',
          time: GIVEN_UP_AT,
        },
      ],
    });
  });

  it('is none when its payload is no event', () => {
    expect(readFailureDocument(topicDocument({ records: {} }))).toBeUndefined();
  });
});

it.each([
  ['a condition', { requestContext: {} }],
  ['a condition that says something', { requestContext: { condition: '' } }],
  ['a time', { timestamp: undefined }],
  ['a batch', { KafkaBatchInfo: undefined }],
  ['offsets or records', { KafkaBatchInfo: {} }],
])('is no document of Lambda without %s', (_, members) => {
  expect(readFailureDocument(withMembers(offsetsDocument(), members))).toBeUndefined();
});

function withRecords(list: unknown): string {
  return JSON.stringify({ ...mskEvent({}), records: { 'orders-0': list } });
}
