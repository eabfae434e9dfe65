import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { chapter } from '../chapter.ts';
import type { Clients } from '../clients.ts';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MAX_MESSAGE_BYTES = 1_048_576;

const NAME = 'opinions';

interface Setting extends Clients {
  readonly QueueUrl: string;
}

async function send({ sqs, QueueUrl }: Setting, MessageBody: string) {
  const { MessageId, MD5OfMessageBody } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  return { hasId: MessageId !== undefined, MD5OfMessageBody };
}

async function sendBatch({ sqs, QueueUrl }: Setting, entries: readonly (readonly [string, string])[]) {
  const Entries = entries.map(([Id, MessageBody]) => ({ Id, MessageBody }));
  const { Successful, Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  return {
    sent: Successful?.map(({ Id }) => Id),
    failed: Failed?.map(({ Id, Code, SenderFault }) => ({ Id, Code, SenderFault })),
  };
}

async function receive({ sqs, QueueUrl }: Setting, MaxNumberOfMessages: number, VisibilityTimeout: number) {
  const MessageSystemAttributeNames = ['ApproximateReceiveCount'] as const;
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages,
      VisibilityTimeout,
      MessageSystemAttributeNames: [...MessageSystemAttributeNames],
    }),
  );
  return Messages;
}

async function counts({ sqs, QueueUrl }: Setting) {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible, QueueArn } = Attributes;
  return { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible, QueueArn };
}

/** Takes all that is there away. */
async function empty(setting: Setting): Promise<void> {
  for (;;) {
    const messages = await receive(setting, 10, 30);
    if (messages.length === 0) return;
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await setting.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: setting.QueueUrl, Entries }));
  }
}

export const SQS = chapter(
  'SQS',
  async (clients): Promise<Setting> => {
    const { QueueUrl = '' } = await clients.sqs.send(new CreateQueueCommand({ QueueName: NAME }));
    return { ...clients, QueueUrl };
  },
  {
    SendMessage: (setting) => send(setting, '{"city":"Zürich"}'),
    'ReceiveMessage, then hidden': async (setting) => {
      const [message] = await receive(setting, 1, 30);
      const others = await receive(setting, 1, 30);
      return { Body: message?.Body, MD5OfBody: message?.MD5OfBody, others: others.length };
    },
    'GetQueueAttributes, a hidden message': counts,
    'ReceiveMessage, the second time': async (setting) => {
      await empty(setting);
      await send(setting, 'again');
      await receive(setting, 1, 0);
      const [message] = await receive(setting, 1, 0);
      return message?.Attributes;
    },
    'ChangeMessageVisibility, to show it at once': async (setting) => {
      const [message] = await receive(setting, 1, 30);
      await setting.sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: setting.QueueUrl,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout: 0,
        }),
      );
      return (await receive(setting, 1, 0)).length;
    },
    'DeleteMessage, twice': async (setting) => {
      const { sqs, QueueUrl } = setting;
      const [message] = await receive(setting, 1, 30);
      for (const _ of [1, 2]) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
      }
      return await counts(setting);
    },
    'DeleteMessage, a receipt handle that is none': ({ sqs, QueueUrl }) =>
      sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'none' })),
    'DeleteMessageBatch, a good handle and a bad one': async (setting) => {
      const { sqs, QueueUrl } = setting;
      await send(setting, 'to be deleted');
      const [message] = await receive(setting, 1, 30);
      const Entries = [
        { Id: 'good', ReceiptHandle: message?.ReceiptHandle },
        { Id: 'bad', ReceiptHandle: 'none' },
      ];
      const answer = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      return {
        deleted: answer.Successful?.map(({ Id }) => Id),
        failed: answer.Failed?.map(({ Id, Code, SenderFault }) => ({ Id, Code, SenderFault })),
      };
    },
    'SendMessage, as large as it may be': async (setting) =>
      (await send(setting, 'x'.repeat(MAX_MESSAGE_BYTES))).hasId,
    'SendMessage, a byte more': (setting) => send(setting, 'x'.repeat(MAX_MESSAGE_BYTES + 1)),
    'SendMessage, an empty body': (setting) => send(setting, ''),
    'SendMessage, a character that SQS does not take': (setting) => send(setting, '\u0000'),
    'SendMessage, U+FFFF': (setting) => send(setting, '\uffff'),
    'SendMessage, a queue that does not exist': ({ sqs, QueueUrl }) =>
      sqs.send(new SendMessageCommand({ QueueUrl: QueueUrl.replace(NAME, 'none'), MessageBody: 'x' })),
    SendMessageBatch: (setting) =>
      sendBatch(setting, [
        ['a', 'one'],
        ['b', 'two'],
      ]),
    'SendMessageBatch, one entry that cannot be': (setting) =>
      sendBatch(setting, [
        ['a', 'one'],
        ['b', '\uffff'],
      ]),
    'SendMessageBatch, no entries': (setting) => sendBatch(setting, []),
    'SendMessageBatch, eleven entries': (setting) =>
      sendBatch(
        setting,
        Array.from({ length: 11 }, (_, index) => [String(index), 'x'] as const),
      ),
    'SendMessageBatch, an id twice': (setting) =>
      sendBatch(setting, [
        ['a', 'one'],
        ['a', 'two'],
      ]),
    'SendMessageBatch, too much together': (setting) =>
      sendBatch(setting, [
        ['a', 'x'.repeat(MAX_MESSAGE_BYTES / 2)],
        ['b', 'x'.repeat(MAX_MESSAGE_BYTES / 2 + 1)],
      ]),
    'ReceiveMessage, eleven at once': (setting) => receive(setting, 11, 0),
    'GetQueueUrl, a queue that does not exist': ({ sqs }) =>
      sqs.send(new GetQueueUrlCommand({ QueueName: 'none' })),
    'GetQueueAttributes, a queue that does not exist': ({ sqs, QueueUrl }) =>
      sqs.send(new GetQueueAttributesCommand({ QueueUrl: QueueUrl.replace(NAME, 'none') })),
    'CreateQueue, again': async ({ sqs, QueueUrl }) =>
      (await sqs.send(new CreateQueueCommand({ QueueName: NAME }))).QueueUrl === QueueUrl,
    'CreateQueue, again with another setting': ({ sqs }) =>
      sqs.send(new CreateQueueCommand({ QueueName: NAME, Attributes: { VisibilityTimeout: '77' } })),
    'CreateQueue, a name that cannot be': ({ sqs }) => sqs.send(new CreateQueueCommand({ QueueName: 'a b' })),
  },
);
