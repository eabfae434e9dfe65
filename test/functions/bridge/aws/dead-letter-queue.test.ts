import { SendMessageBatchCommand, type SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deadLetterQueue } from '../../../../functions/bridge/aws/dead-letter-queue.ts';
import type { DeadLetter } from '../../../../functions/bridge/dead-letter.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { deadLetterOf, deadLetters } from '../../../fixtures/dead-letter.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead-letters';
const MESSAGE_LIMIT_BYTES = 1_048_576;
const SIGNAL = new AbortController().signal;
const sqs = mockClient(SQSClient);

async function write(letters: readonly DeadLetter[], signal = SIGNAL) {
  const send = deadLetterQueue(QUEUE_URL)(signal);
  return await Promise.all(letters.map(send));
}

/** The client that the writer made. */
function client(): SQSClient {
  const call = sqs.send.firstCall;
  if (!(call.thisValue instanceof SQSClient)) throw new Error('The client was not called.');
  return call.thisValue;
}

/** A queue that takes no batch with more bytes in its messages. */
function takeUpTo(maxBytes: number, error: Error): void {
  sqs.on(SendMessageBatchCommand).callsFake(({ Entries = [] }: SendMessageBatchCommandInput) => {
    const bytes = Entries.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0);
    if (bytes > maxBytes) throw error;
    return { Successful: Entries.map(({ Id }) => ({ Id })) };
  });
}

function batches(): SendMessageBatchCommandInput[] {
  return sqs.commandCalls(SendMessageBatchCommand).map(({ args: [command] }) => command.input);
}

/** The offsets of the records in each batch. */
function sentOffsets(): number[][] {
  return batches().map(({ Entries = [] }) =>
    Entries.map(({ MessageBody = '' }) => JSON.parse(MessageBody).record.offset),
  );
}

/** A dead letter whose message has exactly this size. */
function letterOfBytes(bytes: number, offset = 0): DeadLetter {
  const empty = deadLetterOf({ offset, value: '' });
  const value = 'A'.repeat(bytes - Buffer.byteLength(JSON.stringify(empty)));
  return { ...empty, record: { ...empty.record, value } };
}

function taken(id: string) {
  return { Id: id, MessageId: 'm', MD5OfMessageBody: '' };
}

function failed(id: string, code: string) {
  return { Id: id, Code: code, SenderFault: false };
}

describe('deadLetterQueue', () => {
  beforeEach(() => {
    sqs.reset();
    sqs.on(SendMessageBatchCommand).callsFake(({ Entries = [] }: SendMessageBatchCommandInput) => ({
      Successful: Entries.map(({ Id }) => ({ Id })),
    }));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('writes the two characters that SQS refuses in the form that JSON has for them', async () => {
    // Prepare
    const letter = deadLetterOf({ headers: [{ 'a\ufffe\uffffb': [1] }] });

    // Act
    await write([letter]);

    // Assess
    const [body = ''] = batches().flatMap(({ Entries = [] }) =>
      Entries.map(({ MessageBody }) => MessageBody),
    );
    expect(body).toContain(String.raw`a\ufffe\uffffb`);
    expect(body).not.toMatch(/[\ufffe\uffff]/);
    expect(JSON.parse(body)).toEqual(letter);
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
  });

  it('gives up a batch with its signal or when it takes too long', async () => {
    // Prepare
    const { timeOut, timeoutsMs } = controlTimeouts();
    await write(deadLetters(1));
    const { abortSignal } = sqs.send.firstCall.lastArg;
    const isAbortedBefore = abortSignal.aborted;

    // Act
    timeOut();

    // Assess
    expect([isAbortedBefore, abortSignal.aborted]).toEqual([false, true]);
    expect(timeoutsMs).toEqual([10_000]);
  });

  it('talks to the Region of the function, and repeats a failed request once', async () => {
    vi.stubEnv('AWS_REGION', 'eu-north-1');

    await write(deadLetters(1));

    expect(await client().config.region()).toBe('eu-north-1');
    expect(await client().config.maxAttempts()).toBe(2);
  });

  it('does not ask the queue any more once its signal is aborted', async () => {
    const signal = AbortSignal.abort(new Error('The time is up.'));

    expect(await write(deadLetters(2), signal)).toEqual(
      Array(2).fill({
        written: false,
        problem: 'The dead-letter queue did not take the message: Error: The time is up.',
      }),
    );
    expect(batches()).toEqual([]);
  });

  it('does not send the batches that wait when its signal is aborted', async () => {
    // Prepare
    const controller = new AbortController();
    sqs.on(SendMessageBatchCommand).callsFake(async () => {
      controller.abort(new Error('The time is up.'));
      throw controller.signal.reason;
    });

    // Act
    const answers = await write(deadLetters(95), controller.signal);

    // Assess
    expect(batches()).toHaveLength(1);
    expect(answers.map(({ problem }) => problem)).toEqual(
      Array(95).fill('The dead-letter queue did not take the message: Error: The time is up.'),
    );
  });

  it('answers for a letter that makes no JSON, and sends the others', async () => {
    const [first, second] = deadLetters(2);
    if (first === undefined || second === undefined) throw new Error('There are two.');

    expect(await write([{ ...first, received: 1n }, second])).toEqual([
      { written: false, problem: expect.stringContaining('TypeError') },
      { written: true },
    ]);
    expect(sentOffsets()).toEqual([[1]]);
  });

  it.each(['BatchRequestTooLong', 'AWS.SimpleQueueService.BatchRequestTooLong'])(
    'sends the messages of a batch one by one when the queue takes less and answers %s',
    async (name) => {
      // Prepare: each letter fits by itself, but for the third.
      takeUpTo(10_000, serviceError(name, 400, 'too long'));
      const letters = [6_000, 7_000, 11_000, 8_000].map((bytes, offset) => letterOfBytes(bytes, offset));

      // Act
      const answers = await write(letters);

      // Assess
      expect(sentOffsets()).toEqual([[0, 1, 2, 3], [0], [1], [2], [3]]);
      expect(answers).toEqual([
        { written: true },
        { written: true },
        {
          written: false,
          problem: `The dead-letter queue did not take the message: ${name}: too long.`,
        },
        { written: true },
      ]);
    },
  );

  it('sends nothing for nothing', async () => {
    expect(await write([])).toEqual([]);
    expect(batches()).toEqual([]);
  });

  it('sends once more what the queue did not take through a fault of its own', async () => {
    // Prepare
    sqs
      .on(SendMessageBatchCommand)
      .resolvesOnce({
        Successful: [taken('1')],
        Failed: [failed('0', 'InternalError'), failed('2', 'InternalError')],
      })
      .resolvesOnce({ Successful: [taken('0')], Failed: [failed('1', 'ServiceUnavailable')] });

    // Act
    const answers = await write(deadLetters(3));

    // Assess
    expect(sentOffsets()).toEqual([
      [0, 1, 2],
      [0, 2],
    ]);
    expect(answers).toEqual([
      { written: true },
      { written: true },
      { written: false, problem: 'The dead-letter queue did not take the message: ServiceUnavailable.' },
    ]);
  });

  it('says which message the queue refuses, and does not send it again', async () => {
    sqs.on(SendMessageBatchCommand).resolves({
      Successful: [taken('0')],
      Failed: [{ ...failed('1', 'InvalidMessageContents'), SenderFault: true }],
    });

    expect(await write(deadLetters(3))).toEqual([
      { written: true },
      {
        written: false,
        problem: 'The dead-letter queue did not take the message: InvalidMessageContents.',
      },
      { written: false, problem: 'The dead-letter queue did not take the message: no answer for it.' },
    ]);
    expect(batches()).toHaveLength(1);
  });

  it('says so for every message when the queue answers for none', async () => {
    sqs.on(SendMessageBatchCommand).resolves({});

    expect(await write(deadLetters(2))).toEqual(
      Array(2).fill({
        written: false,
        problem: 'The dead-letter queue did not take the message: no answer for it.',
      }),
    );
  });

  it('says so for every message of a batch that failed as a whole, and sends the next batch', async () => {
    sqs
      .on(SendMessageBatchCommand)
      .rejectsOnce(serviceError('QueueDoesNotExist', 400, 'no such queue'))
      .resolves({ Successful: [taken('0')], Failed: [] });

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
    expect(sentOffsets()).toEqual([[1]]);
  });

  it('keeps a batch of large messages within the limit of a batch', async () => {
    await write(Array.from({ length: 4 }, (_, offset) => letterOfBytes(MESSAGE_LIMIT_BYTES / 2, offset)));

    expect(batches().map(({ Entries = [] }) => Entries.length)).toEqual([2, 2]);
  });
});
