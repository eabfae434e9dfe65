import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { readDocument } from '../../../../functions/redrive/read-document.ts';
import { metadataDocument } from '../../../../infra/local/mapping/failure-document.ts';
import { FailureQueue } from '../../../../infra/local/mapping/failure-queue.ts';
import { eventRecord, kafkaEvent } from '../../../fixtures/kafka-event.ts';
import { runStandIns } from '../running-stand-ins.ts';
import { givenUp } from './given-up.ts';

const ARN = 'arn:aws:sqs:eu-west-1:123456789012:failed-batches';
const NOW_MS = Date.UTC(2026, 2, 3);

const running = runStandIns();
const clients: SQSClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

function failureQueue(queueArn = ARN): FailureQueue {
  const client = new SQSClient(running.clientSettings);
  clients.push(client);
  return new FailureQueue({ client, queueArn, nowMs: () => NOW_MS });
}

test('a queue is told which records failed, a message a batch', async () => {
  const url = running.standIns.sqs.createQueue('failed-batches');
  const queue = failureQueue();
  const given = givenUp(kafkaEvent(eventRecord({ offset: 4 }), eventRecord({ offset: 9 })));

  await queue.write(given);
  await queue.write(given);

  const documents = running.standIns.sqs.messages(url).map(({ body }): unknown => JSON.parse(body));
  const { requestContext, ...expected } = metadataDocument(given, NOW_MS);
  const written = { ...expected, requestContext: { ...requestContext, requestId: expect.any(String) } };
  expect(documents).toEqual([written, written]);
  expect(readDocument(JSON.stringify(documents[0]))).toMatchObject({
    kind: 'offsets',
    ranges: [{ topic: 'orders', partition: 0, firstOffset: 4n, lastOffset: 9n }],
  });
});

test('the address of the queue is asked for once', async () => {
  running.standIns.sqs.createQueue('failed-batches');
  const queue = failureQueue();
  const given = givenUp(kafkaEvent(eventRecord()));

  await queue.write(given);
  await queue.write(given);

  expect(running.standIns.requests.count('sqs.GetQueueUrl')).toBe(1);
});

test('a queue that is not there is named, with the records, and found once it is', async () => {
  const queue = failureQueue();
  const given = givenUp(kafkaEvent(eventRecord({ offset: 4 }), eventRecord({ offset: 9, partition: 3 })));

  await expect(queue.write(given)).rejects.toThrow(
    /^The queue failed-batches did not take 2 records \(orders-0@4, orders-3@9\): QueueDoesNotExist: /,
  );

  const url = running.standIns.sqs.createQueue('failed-batches');
  await queue.write(given);
  expect(running.standIns.sqs.messages(url)).toHaveLength(1);
});

test('a document that is larger than a message is refused, and no value of it is told', async () => {
  const url = running.standIns.sqs.createQueue('failed-batches');
  const records = Array.from({ length: 8_000 }, (_, partition) =>
    eventRecord({ partition, offset: 7, value: 'c2VjcmV0' }),
  );

  const failure = failureQueue().write(givenUp(kafkaEvent(...records)));

  await expect(failure).rejects.toThrow(
    /^The queue failed-batches did not take 8000 records \(orders-0@7, orders-1@7, orders-2@7 and 7997 more partitions\): the document has \d+ bytes, and a message takes 1048576; a bucket takes more\.$/,
  );
  // No other attempt makes it smaller.
  await expect(failure).rejects.toMatchObject({ unwritten: { refused: kafkaEvent(...records) } });
  expect(running.standIns.sqs.messages(url)).toEqual([]);
});

test.each([
  'failed-batches',
  'arn:aws:sqs:eu-west-1:123456789012:failed.fifo',
  'arn:aws:sns:eu-west-1:123456789012:failed',
])('%s is no standard queue', (arn) => {
  expect(() => failureQueue(arn)).toThrow(`not "${arn}".`);
});
