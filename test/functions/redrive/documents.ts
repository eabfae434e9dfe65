import { deadLetterNotice } from '../../../functions/bridge/aws/dead-letter-notice.ts';
import type { DeadLetter } from '../../../functions/bridge/dead-letter.ts';
import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { eventRecord, kafkaEvent } from '../../fixtures/kafka-event.ts';

/** What redrive finds, as those write it who write it. */

export const MSK_ARN =
  'arn:aws:kafka:us-east-1:123456789012:cluster/vpc-2priv-2pub/751d2973-a626-431c-9d4e-d7975eb44dd7-2';
export const BROKERS = 'b-1.demo.a1bcde.c1.kafka.us-east-1.amazonaws.com:9098';
export const GIVEN_UP_AT = '2019-11-14T00:38:06.021Z';

/** What the documents of Lambda have in common, whatever the destination. */
function failureDocument(kafkaBatchInfo: object, members: object): object {
  return {
    requestContext: {
      requestId: '316aa6d0-8154-4a2c-9af7-85d5f4a6bc81',
      functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:bridge',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 1,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: GIVEN_UP_AT,
    KafkaBatchInfo: {
      batchSize: 500,
      eventSourceArn: MSK_ARN,
      bootstrapServers: BROKERS,
      payloadSize: 2_039_086,
      ...kafkaBatchInfo,
    },
    ...members,
  };
}

/** First and last offset of a partition, as text. */
export function offsetsInfo(firstRecordOffset: string, lastRecordOffset: string): object {
  return {
    firstRecordOffset,
    lastRecordOffset,
    firstRecordTimestamp: '2019-11-14T00:38:04.835Z',
    lastRecordTimestamp: '2019-11-14T00:38:05.580Z',
  };
}

/** As it comes to a queue or an SNS topic: without records. */
export function offsetsDocument(
  recordsInfo: object = { 'orders-0': offsetsInfo('1000', '1499') },
  members: object = {},
): object {
  return failureDocument({ recordsInfo }, members);
}

/** As it comes to a bucket: the event as text. */
export function bucketDocument(event: object, members: object = {}): object {
  const recordsInfo = { 'orders-0': offsetsInfo('1000', '1499') };
  return failureDocument({ recordsInfo }, { payload: JSON.stringify(event), ...members });
}

/** As it comes to a Kafka topic: one record, the event as it is, and words of its own. */
export function topicDocument(event: object): object {
  return failureDocument(
    { batchSize: 1, recordInfo: { offset: '100', timestamp: '2019-11-14T18:16:04.835Z' } },
    {
      requestContext: {
        requestId: 'e4b46cbf-b738-4880-8880-a18cdf61200e',
        functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:bridge:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      payload: event,
    },
  );
}

export function mskEvent(...records: readonly Partial<KafkaEventRecord>[]): KafkaEvent {
  return { ...kafkaEvent(...records.map(eventRecord)), eventSourceArn: MSK_ARN };
}

export function selfManagedEvent(...records: readonly Partial<KafkaEventRecord>[]): KafkaEvent {
  const { eventSourceArn: _, ...event } = mskEvent(...records);
  return { ...event, eventSource: 'SelfManagedKafka' };
}

/** As SNS puts a message into a queue. */
export function snsEnvelope(message: unknown): object {
  return {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: 'arn:aws:sns:us-east-1:123456789012:failed-batches',
    Message: JSON.stringify(message),
    Timestamp: GIVEN_UP_AT,
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe',
  };
}

/** As S3 tells of new objects; keys are encoded as in a form. */
export function s3Notification(bucket: string, ...encodedKeys: readonly string[]): object {
  return {
    Records: encodedKeys.map((key) => ({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      eventTime: '1970-01-01T00:00:00.000Z',
      eventName: 'ObjectCreated:Put',
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'NewBatches',
        bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
        object: {
          key,
          size: 1_024,
          eTag: 'd41d8cd98f00b204e9800998ecf8427e',
          sequencer: '0055AED6DCD90281E5',
        },
      },
    })),
  };
}

/** The notice that the bridge sends of a letter in the bucket. */
export function noticeOf(letter: DeadLetter, bucket: string, key: string): string {
  return JSON.stringify(deadLetterNotice(letter, { bucket, key }));
}
