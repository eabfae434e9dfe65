import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, type SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { deadLetterKey } from '../../../../functions/bridge/aws/dead-letter-bucket.ts';
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
    expect(await deadLetterStore(BOTH)(deadLetters(2), SIGNAL)).toEqual([
      { written: true },
      { written: true },
    ]);
    expect(objectKeys()).toEqual([]);
  });

  it('writes to the bucket what is too large for a message, and nothing else', async () => {
    // Prepare
    const large = deadLetterOf({ offset: 1, value: 'A'.repeat(1_048_576) });

    // Act
    const answers = await deadLetterStore(BOTH)(
      [deadLetterOf({ offset: 0 }), large, deadLetterOf({ offset: 2 })],
      SIGNAL,
    );

    // Assess
    expect(answers).toEqual([{ written: true }, { written: true }, { written: true }]);
    expect(objectKeys()).toEqual([deadLetterKey(large)]);
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
    const letters = deadLetters(3);
    const [first] = letters.map(deadLetterKey);
    s3.on(PutObjectCommand, { Key: first }).rejects(serviceError('SlowDown', 503));

    // Act
    const answers = await deadLetterStore(BOTH)(letters, SIGNAL);

    // Assess
    expect(answers.map(({ written }) => written)).toEqual([false, true, true]);
    expect(answers[0]).toMatchObject({ problem: expect.stringContaining('bucket') });
  });

  it('reports a letter that is too large when there is no bucket', async () => {
    const store = deadLetterStore({ queueUrl: QUEUE_URL, bucket: undefined });

    const answers = await store([deadLetterOf({ value: 'A'.repeat(1_048_576) })], SIGNAL);

    expect(answers).toEqual([{ written: false, problem: expect.stringContaining('a queue message takes') }]);
  });

  it('writes everything to the bucket when there is no queue', async () => {
    const store = deadLetterStore({ queueUrl: undefined, bucket: 'dead-letters' });

    const letters = deadLetters(2);

    expect(await store(letters, SIGNAL)).toEqual([{ written: true }, { written: true }]);
    expect(objectKeys()).toEqual(letters.map(deadLetterKey));
    expect(sqs.calls()).toHaveLength(0);
  });

  it('writes to the bucket a letter that is too long for the queue as it is set up', async () => {
    // Prepare
    sqs.on(SendMessageBatchCommand).rejects(serviceError('BatchRequestTooLong', 400));
    const letters = deadLetters(2);

    // Act
    const answers = await deadLetterStore(BOTH)(letters, SIGNAL);

    // Assess
    expect(answers).toEqual([{ written: true }, { written: true }]);
    expect(sqs.calls()).toHaveLength(3);
    expect(objectKeys()).toEqual(letters.map(deadLetterKey));
  });

  it.each([
    {
      what: 'queue',
      path: '../../../../functions/bridge/aws/dead-letter-queue.ts',
      targets: { ...BOTH, bucket: undefined },
    },
    {
      what: 'bucket',
      path: '../../../../functions/bridge/aws/dead-letter-bucket.ts',
      targets: { ...BOTH, queueUrl: undefined },
    },
  ])('loads the client of the $what again after it could not be loaded', async ({ path, targets }) => {
    // Prepare
    vi.resetModules();
    vi.doMock(path, () => {
      throw new Error('no such file');
    });
    const store = deadLetterStore(targets);
    expect(await store(deadLetters(1), SIGNAL)).toEqual([
      { written: false, problem: 'The dead-letter client could not be loaded.' },
    ]);

    // Act
    vi.doUnmock(path);
    const answers = await store(deadLetters(1), SIGNAL);

    // Assess
    expect(answers).toEqual([{ written: true }]);
  });
});
