import { createHash } from 'node:crypto';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from 'vitest';
import { runStandIns } from '../running-stand-ins.ts';

const running = runStandIns();
let QueueUrl: string;
beforeEach(() => {
  QueueUrl = running.standIns.sqs.createQueue('dead-letters');
});
const client = () => new SQSClient(running.clientSettings);
const send = (MessageBody: string, input: Partial<SendMessageCommandInput> = {}) =>
  client().send(new SendMessageCommand({ QueueUrl, MessageBody, ...input }));
const sendBatch = (Entries: SendMessageBatchRequestEntry[]) =>
  client().send(new SendMessageBatchCommand({ QueueUrl, Entries }));
const receive = (input: Partial<ReceiveMessageCommandInput> = {}) =>
  client().send(new ReceiveMessageCommand({ QueueUrl, ...input }));
const bodies = () => running.standIns.sqs.messages(QueueUrl).map(({ body }) => body);

describe('A queue', () => {
  test('is made, found and described', async () => {
    // Act
    const made = await client().send(
      new CreateQueueCommand({ QueueName: 'other', Attributes: { VisibilityTimeout: '5' } }),
    );
    const found = await client().send(new GetQueueUrlCommand({ QueueName: 'other' }));
    const { Attributes } = await client().send(
      new GetQueueAttributesCommand({ QueueUrl: made.QueueUrl, AttributeNames: ['All'] }),
    );

    // Assess
    expect(made.QueueUrl).toBe(`${running.standIns.url}/123456789012/other`);
    expect(found.QueueUrl).toBe(made.QueueUrl);
    expect(Attributes).toEqual({
      QueueArn: 'arn:aws:sqs:eu-west-1:123456789012:other',
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      VisibilityTimeout: '5',
    });
  });

  test('is the same when it is made again, unless an attribute differs', async () => {
    const make = (VisibilityTimeout: string) =>
      client().send(new CreateQueueCommand({ QueueName: 'other', Attributes: { VisibilityTimeout } }));
    const { QueueUrl: first } = await make('5');

    expect((await make('5')).QueueUrl).toBe(first);
    await expect(make('6')).rejects.toMatchObject({
      name: 'QueueNameExists',
      message:
        'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
    });
  });

  test('that does not exist is answered with its older error code too', async () => {
    const answer = send('x', { QueueUrl: `${running.standIns.url}/123456789012/nobody` });

    await expect(answer).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      message: 'The specified queue does not exist.',
      Error: { Code: 'AWS.SimpleQueueService.NonExistentQueue', Type: 'Sender' },
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('must not be a FIFO queue', async () => {
    await expect(client().send(new CreateQueueCommand({ QueueName: 'other.fifo' }))).rejects.toMatchObject({
      name: 'UnsupportedOperation',
    });
  });

  test('must have a name of letters, digits, hyphens and underscores', async () => {
    await expect(client().send(new CreateQueueCommand({ QueueName: 'other queue' }))).rejects.toMatchObject({
      message: 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    });
  });

  test('has no unknown attributes', async () => {
    const Attributes = { Unknown: '1' } as Partial<Record<QueueAttributeName, string>>;

    await expect(
      client().send(new CreateQueueCommand({ QueueName: 'other', Attributes })),
    ).rejects.toMatchObject({
      name: 'InvalidAttributeName',
      message: 'Unknown Attribute Unknown.',
    });
  });
});

describe('A message', () => {
  test('is sent, received and deleted, and the client finds its digest right', async () => {
    // Act
    const sent = await send('{"ü":"😀"}');
    const received = await receive({ AttributeNames: ['All'] });
    const [message] = received.Messages ?? [];
    await client().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));

    // Assess
    const digest = createHash('md5').update('{"ü":"😀"}').digest('hex');
    expect(sent).toMatchObject({ MD5OfMessageBody: digest, MessageId: message?.MessageId });
    expect(message).toMatchObject({
      Body: '{"ü":"😀"}',
      MD5OfBody: digest,
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) },
    });
    expect(bodies()).toEqual([]);
  });

  test('keeps its attributes, and their digest is that of AWS', async () => {
    // Prepare
    const MessageAttributes = {
      topic: { DataType: 'String', StringValue: 'orders' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
      offset: { DataType: 'Number', StringValue: '15' },
    };

    // Act
    const sent = await send('x', { MessageAttributes });
    const [all] = (await receive({ MessageAttributeNames: ['All'], VisibilityTimeout: 0 })).Messages ?? [];
    const [one] = (await receive({ MessageAttributeNames: ['topic'] })).Messages ?? [];

    // Assess
    expect(all?.MessageAttributes).toEqual(MessageAttributes);
    expect(all?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    expect(sent.MD5OfMessageAttributes).toBe(digestOf(MessageAttributes));
    expect(Object.keys(one?.MessageAttributes ?? {})).toEqual(['topic']);
  });

  test('is hidden while it is in flight, and comes back with another handle', async () => {
    await send('x');

    const first = await receive({ VisibilityTimeout: 0 });
    const second = await receive({ VisibilityTimeout: 30 });
    const third = await receive();

    expect(second.Messages?.[0]?.ReceiptHandle).not.toBe(first.Messages?.[0]?.ReceiptHandle);
    expect(third.Messages).toBeUndefined();
    expect(await counts()).toEqual({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
  });

  test('can be delayed', async () => {
    await send('x', { DelaySeconds: 30 });

    expect((await receive()).Messages).toBeUndefined();
    expect(bodies()).toEqual(['x']);
  });

  test('ends a long poll as soon as it is sent', async () => {
    const polled = receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await send('x');

    expect((await polled).Messages).toMatchObject([{ Body: 'x' }]);
  });

  test('is not taken by a long poll whose client has gone', async () => {
    const abort = new AbortController();
    const polled = client().send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: abort.signal,
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    abort.abort();
    await expect(polled).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve, 50));

    await send('x');

    expect((await receive()).Messages).toHaveLength(1);
  });

  test('of 1 MiB is accepted', async () => {
    await expect(send('x'.repeat(1_048_576))).resolves.toBeDefined();
  });

  test.each([
    ['above 1 MiB', 'x'.repeat(1_048_577), {}],
    [
      'of 1 MiB with attributes',
      'x'.repeat(1_048_576),
      { MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } } },
    ],
  ])('%s is refused', async (_, body, input) => {
    await expect(send(body, input)).rejects.toMatchObject({
      message: 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
      Error: { Code: 'InvalidParameterValue' },
    });
  });

  test('above the limit of its queue is refused', async () => {
    QueueUrl = running.standIns.sqs.createQueue('small', { MaximumMessageSize: 262_144 });

    await expect(send('x'.repeat(262_144))).resolves.toBeDefined();
    await expect(send('x'.repeat(262_145))).rejects.toMatchObject({
      message: 'One or more parameters are invalid. Reason: Message must be shorter than 262144 bytes.',
    });
  });

  test.each([
    ['without a body', '', {}, 'The request must contain the parameter MessageBody.'],
    ['with a control character', 'a\u0000b', {}, expect.stringMatching(/^Invalid characters found/)],
    ['with a noncharacter', 'a\uffffb', {}, expect.stringMatching(/^Invalid characters found/)],
    [
      'with an empty attribute',
      'x',
      { MessageAttributes: { ErrorDetails: { DataType: 'String', StringValue: '' } } },
      "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
    ],
  ])('%s is refused', async (_, body, input, message) => {
    await expect(send(body, input)).rejects.toMatchObject({ message });
  });

  test('is not deleted by a handle nobody gave out', async () => {
    await expect(
      client().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });
});

describe('A batch of messages', () => {
  test('is sent, received and deleted', async () => {
    const sent = await sendBatch([
      { Id: 'a', MessageBody: 'one' },
      { Id: 'b', MessageBody: 'two' },
    ]);
    const { Messages = [] } = await receive({ MaxNumberOfMessages: 10 });
    const deleted = await client().send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle })),
      }),
    );

    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a', 'b']);
    expect(Messages.map(({ Body }) => Body)).toEqual(['one', 'two']);
    expect(deleted.Successful).toHaveLength(2);
    expect(bodies()).toEqual([]);
    expect(running.standIns.requests.list('sqs.SendMessageBatch')).toMatchObject([{ entryCount: 2 }]);
  });

  test('reports the entries that fail one by one', async () => {
    QueueUrl = running.standIns.sqs.createQueue('small', { MaximumMessageSize: 1_024 });

    const sent = await sendBatch([
      { Id: 'big', MessageBody: 'x'.repeat(1_025) },
      { Id: 'small', MessageBody: 'x' },
    ]);

    expect(sent.Successful).toMatchObject([{ Id: 'small' }]);
    expect(sent.Failed).toEqual([
      {
        Id: 'big',
        Code: 'InvalidParameterValue',
        Message: 'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
        SenderFault: true,
      },
    ]);
  });

  test('above 1 MiB in all is refused', async () => {
    const half = { MessageBody: 'x'.repeat(524_288) };

    await expect(
      sendBatch([
        { Id: 'a', ...half },
        { Id: 'b', MessageBody: `${half.MessageBody}x` },
      ]),
    ).rejects.toMatchObject({
      name: 'BatchRequestTooLong',
      message: 'Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.',
      Error: { Code: 'AWS.SimpleQueueService.BatchRequestTooLong' },
    });
    expect(bodies()).toEqual([]);
  });

  test.each([
    [
      'of eleven entries',
      Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: 'x' })),
      'TooManyEntriesInBatchRequest',
      'Maximum number of entries per request are 10. You have sent 11.',
    ],
    ['without entries', [], 'EmptyBatchRequest', expect.any(String)],
    [
      'with a bad entry id',
      [{ Id: 'a b', MessageBody: 'x' }],
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    ],
    [
      'with an entry id twice',
      [
        { Id: 'a', MessageBody: 'x' },
        { Id: 'a', MessageBody: 'y' },
      ],
      'BatchEntryIdsNotDistinct',
      'Id a repeated.',
    ],
  ])('%s is refused', async (_, entries, name, message) => {
    await expect(sendBatch(entries)).rejects.toMatchObject({ name, message });
  });
});

describe('Receiving', () => {
  test.each([
    [
      { MaxNumberOfMessages: 11 },
      'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    ],
    [
      { WaitTimeSeconds: 21 },
      'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.',
    ],
  ])('with %j is refused', async (input, message) => {
    await expect(receive(input)).rejects.toMatchObject({ message });
  });
});

async function counts() {
  const { Attributes } = await client().send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Attributes;
}

/** The digest as the SQS developer guide describes it, written down a second time. */
function digestOf(
  attributes: Record<string, { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }>,
) {
  const framed = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const parts = Object.entries(attributes)
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([name, { DataType, StringValue, BinaryValue }]) => [
      framed(Buffer.from(name)),
      framed(Buffer.from(DataType)),
      Buffer.from([BinaryValue === undefined ? 1 : 2]),
      framed(BinaryValue ?? Buffer.from(StringValue ?? '')),
    ]);
  return createHash('md5').update(Buffer.concat(parts)).digest('hex');
}
