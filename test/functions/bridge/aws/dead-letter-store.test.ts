import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, type SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { deadLetterStore, deadLetterTargets } from '../../../../functions/bridge/aws/dead-letter-store.ts';
import { deadLetterOf, deadLetters } from '../../../fixtures/dead-letter.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead-letters';
const BOTH = { queueUrl: QUEUE_URL, bucket: 'dead-letters' };
const SIGNAL = new AbortController().signal;
const sqs = mockClient(SQSClient);
const s3 = mockClient(S3Client);

function objectKeys(): (string | undefined)[] {
  return s3.commandCalls(PutObjectCommand).map(({ args: [command] }) => command.input.Key);
}

describe('deadLetterTargets', () => {
  it.each([
    { environment: {}, targets: undefined },
    { environment: { BRIDGE_DEAD_LETTER_QUEUE_URL: '', BRIDGE_DEAD_LETTER_BUCKET: '' }, targets: undefined },
    {
      environment: { BRIDGE_DEAD_LETTER_QUEUE_URL: QUEUE_URL },
      targets: { queueUrl: QUEUE_URL, bucket: undefined },
    },
    {
      environment: { BRIDGE_DEAD_LETTER_BUCKET: 'dead-letters' },
      targets: { queueUrl: undefined, bucket: 'dead-letters' },
    },
    {
      environment: { BRIDGE_DEAD_LETTER_QUEUE_URL: QUEUE_URL, BRIDGE_DEAD_LETTER_BUCKET: 'dead-letters' },
      targets: BOTH,
    },
  ])('are what the environment $environment names', ({ environment, targets }) => {
    expect(deadLetterTargets(environment)).toEqual(targets);
  });
});

describe('deadLetterStore', () => {
  beforeEach(() => {
    sqs.reset();
    s3.reset();
    sqs.on(SendMessageBatchCommand).callsFake(({ Entries = [] }: SendMessageBatchCommandInput) => ({
      Successful: Entries.map(({ Id }) => ({ Id })),
    }));
    s3.on(PutObjectCommand).resolves({});
  });

  it('writes to the queue and leaves the bucket alone', async () => {
    expect(await deadLetterStore(BOTH, 'eu-west-1')(deadLetters(2), SIGNAL)).toEqual([
      { written: true },
      { written: true },
    ]);
    expect(objectKeys()).toEqual([]);
  });

  it('writes to the bucket what is too large for a message, and nothing else', async () => {
    // Prepare
    const large = deadLetterOf({ offset: 1, value: 'A'.repeat(1_048_576) });

    // Act
    const answers = await deadLetterStore(BOTH, 'eu-west-1')(
      [deadLetterOf({ offset: 0 }), large, deadLetterOf({ offset: 2 })],
      SIGNAL,
    );

    // Assess
    expect(answers).toEqual([{ written: true }, { written: true }, { written: true }]);
    expect(objectKeys()).toEqual(['dead-letters/payments/orders/0/1.json']);
  });

  it('writes to the bucket what the queue did not take, and answers in the order of the letters', async () => {
    // Prepare
    sqs.on(SendMessageBatchCommand).resolves({
      Successful: [{ Id: '1', MessageId: 'm', MD5OfMessageBody: '' }],
      Failed: [
        { Id: '0', Code: 'InternalError', SenderFault: false },
        { Id: '2', Code: 'InternalError', SenderFault: false },
      ],
    });
    s3.on(PutObjectCommand, { Key: 'dead-letters/payments/orders/0/0.json' }).rejects(
      serviceError('SlowDown', 503),
    );

    // Act
    const answers = await deadLetterStore(BOTH, 'eu-west-1')(deadLetters(3), SIGNAL);

    // Assess
    expect(answers.map(({ written }) => written)).toEqual([false, true, true]);
    expect(answers[0]).toMatchObject({ problem: expect.stringContaining('bucket') });
  });

  it('reports a letter that is too large when there is no bucket', async () => {
    const store = deadLetterStore({ queueUrl: QUEUE_URL, bucket: undefined }, 'eu-west-1');

    const answers = await store([deadLetterOf({ value: 'A'.repeat(1_048_576) })], SIGNAL);

    expect(answers).toEqual([{ written: false, problem: expect.stringContaining('a queue message takes') }]);
  });

  it('writes everything to the bucket when there is no queue', async () => {
    const store = deadLetterStore({ queueUrl: undefined, bucket: 'dead-letters' }, 'eu-west-1');

    expect(await store(deadLetters(2), SIGNAL)).toEqual([{ written: true }, { written: true }]);
    expect(objectKeys()).toEqual([
      'dead-letters/payments/orders/0/0.json',
      'dead-letters/payments/orders/0/1.json',
    ]);
    expect(sqs.calls()).toHaveLength(0);
  });
});
