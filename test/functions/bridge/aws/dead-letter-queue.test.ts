import { SendMessageBatchCommand, type SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { deadLetterQueue } from '../../../../functions/bridge/aws/dead-letter-queue.ts';
import type { DeadLetter } from '../../../../functions/bridge/dead-letter.ts';
import { deadLetterOf, deadLetters } from '../../../fixtures/dead-letter.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead-letters';
const MESSAGE_LIMIT_BYTES = 1_048_576;
const SIGNAL = new AbortController().signal;
const sqs = mockClient(SQSClient);

function write(letters: readonly DeadLetter[]) {
  return deadLetterQueue(QUEUE_URL, 'eu-west-1')(letters, SIGNAL);
}

function batches(): SendMessageBatchCommandInput[] {
  return sqs.commandCalls(SendMessageBatchCommand).map(({ args: [command] }) => command.input);
}

/** A dead letter whose message has exactly this size. */
function letterOfBytes(bytes: number, offset = 0): DeadLetter {
  const empty = deadLetterOf({ offset, value: '' });
  const value = 'A'.repeat(bytes - Buffer.byteLength(JSON.stringify(empty)));
  return { ...empty, record: { ...empty.record, value } };
}

describe('deadLetterQueue', () => {
  beforeEach(() => {
    sqs.reset();
    sqs.on(SendMessageBatchCommand).callsFake(({ Entries = [] }: SendMessageBatchCommandInput) => ({
      Successful: Entries.map(({ Id }) => ({ Id })),
    }));
  });

  it('sends each dead letter as a message of its own, ten a batch', async () => {
    // Prepare
    const letters = deadLetters(11);

    // Act
    const answers = await write(letters);

    // Assess
    expect(answers).toEqual(Array(11).fill({ written: true }));
    expect(batches().map(({ QueueUrl, Entries = [] }) => [QueueUrl, Entries.length])).toEqual([
      [QUEUE_URL, 10],
      [QUEUE_URL, 1],
    ]);
    const bodies = batches().flatMap(({ Entries = [] }) =>
      Entries.map(({ MessageBody = '' }) => MessageBody),
    );
    expect(bodies.map((body) => JSON.parse(body))).toEqual(letters);
    expect(sqs.send.firstCall.lastArg.abortSignal).toBe(SIGNAL);
  });

  it('sends nothing for nothing', async () => {
    expect(await write([])).toEqual([]);
    expect(batches()).toEqual([]);
  });

  it('says which message the queue did not take', async () => {
    sqs.on(SendMessageBatchCommand).resolves({
      Successful: [{ Id: '0', MessageId: 'm', MD5OfMessageBody: '' }],
      Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }],
    });

    expect(await write(deadLetters(3))).toEqual([
      { written: true },
      { written: false, problem: 'The dead-letter queue did not take the message: InternalError.' },
      { written: false, problem: 'The dead-letter queue did not take the message: no answer for it.' },
    ]);
  });

  it('says so for every message of a batch that failed as a whole, and sends the next batch', async () => {
    sqs
      .on(SendMessageBatchCommand)
      .rejectsOnce(serviceError('QueueDoesNotExist', 400, 'no such queue'))
      .resolves({ Successful: [{ Id: '10', MessageId: 'm', MD5OfMessageBody: '' }] });

    const answers = await write(deadLetters(11));

    expect(answers[9]).toEqual({
      written: false,
      problem: 'The dead-letter queue did not take the message: QueueDoesNotExist: no such queue.',
    });
    expect(answers[10]).toEqual({ written: true });
  });

  it('takes a message up to the limit and refuses one byte more without asking the queue', async () => {
    // Prepare
    const letters = [letterOfBytes(MESSAGE_LIMIT_BYTES + 1), letterOfBytes(MESSAGE_LIMIT_BYTES, 1)];

    // Act
    const answers = await write(letters);

    // Assess
    expect(answers).toEqual([
      { written: false, problem: 'The dead letter has 1048577 bytes; a queue message takes 1048576.' },
      { written: true },
    ]);
    expect(batches().map(({ Entries = [] }) => Entries.map(({ Id }) => Id))).toEqual([['1']]);
  });

  it('keeps a batch of large messages within the limit of a batch', async () => {
    await write(Array.from({ length: 4 }, (_, offset) => letterOfBytes(MESSAGE_LIMIT_BYTES / 2, offset)));

    expect(batches().map(({ Entries = [] }) => Entries.length)).toEqual([2, 2]);
  });
});
