import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { readDocument } from '../../../../functions/redrive/read-document.ts';
import { recordsOf } from '../../../../infra/local/mapping/event-records.ts';
import { FailureBucket, type FailureBucketOptions } from '../../../../infra/local/mapping/failure-bucket.ts';
import { eventRecord, kafkaEvent } from '../../../fixtures/kafka-event.ts';
import { runStandIns } from '../running-stand-ins.ts';
import { givenUp } from './given-up.ts';

const BUCKET = 'failed-batches';
const MAPPING_ID = '0b0ed9ea-3c38-4c8a-9d4a-2fbfd5c2b9a4';

const running = runStandIns();
const clients: S3Client[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

function failureBucket(options: Partial<FailureBucketOptions> = {}): FailureBucket {
  const client = new S3Client({ ...running.clientSettings, forcePathStyle: true });
  clients.push(client);
  return new FailureBucket({ client, bucket: BUCKET, ...options });
}

const written = (): readonly string[] =>
  running.standIns.s3
    .keys(BUCKET)
    .map((key) => running.standIns.s3.object(BUCKET, key)?.body.toString() ?? expect.fail());

test('a bucket gets the records themselves, an object a batch', async () => {
  running.standIns.s3.createBucket(BUCKET);
  const bucket = failureBucket();
  const given = givenUp(kafkaEvent(eventRecord({ offset: 4 }), eventRecord({ partition: 1, offset: 9 })));

  await bucket.write(given);
  await bucket.write(given);

  const documents = written().map(readDocument);
  expect(documents).toHaveLength(2);
  for (const document of documents) {
    expect(document).toMatchObject({
      kind: 'records',
      records: recordsOf(given.event).map((record) => ({ record, code: 'RetryAttemptsExhausted' })),
    });
  }
  expect(bucket.arn).toBe('arn:aws:s3:::failed-batches');
});

test('keys tell mapping, first partition and time', async () => {
  running.standIns.s3.createBucket(BUCKET);
  const nowMs = () => Date.UTC(2026, 2, 3, 4, 5, 6, 789);

  await failureBucket({ mappingId: MAPPING_ID, nowMs }).write(
    givenUp(kafkaEvent(eventRecord({ topic: 'card-payments', partition: 12 }), eventRecord())),
  );

  const [key] = running.standIns.s3.keys(BUCKET);
  expect(key).toMatch(
    /^aws\/lambda\/0b0ed9ea-3c38-4c8a-9d4a-2fbfd5c2b9a4\/card-payments-12\/2026\/03\/03\/2026-03-03T04\.05\.06-[\da-f-]{36}$/,
  );
});

test('a bucket takes the largest event that there is', async () => {
  running.standIns.s3.createBucket(BUCKET);
  const value = Buffer.alloc(4_500_000, 1).toString('base64');

  await failureBucket().write(givenUp(kafkaEvent(eventRecord({ value }))));

  expect(readDocument(written()[0] ?? '')).toMatchObject({ records: [{ record: { value } }] });
});

test('a bucket that is not there is named, with the records', async () => {
  await expect(failureBucket().write(givenUp(kafkaEvent(eventRecord({ offset: 4 }))))).rejects.toThrow(
    /^The bucket failed-batches did not take 1 record \(orders-0@4\): NoSuchBucket: /,
  );
});
