import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from 'vitest';
import { runStandIns } from '../running-stand-ins.ts';

const running = runStandIns();
let QueueUrl: string;
let sqs: SQSClient;
beforeEach(() => {
  QueueUrl = running.standIns.sqs.createQueue('dead-letters');
  sqs = new SQSClient(running.clientSettings);
});

const receive = async () => {
  const input = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 };
  return (await sqs.send(new ReceiveMessageCommand(input))).Messages ?? [];
};
const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number | undefined) =>
  sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
const send = (...bodies: string[]) => {
  for (const body of bodies) running.standIns.sqs.send(QueueUrl, body);
};

describe('A message in flight', () => {
  test('is there again at once when its visibility timeout becomes 0', async () => {
    send('a');
    const [message] = await receive();
    expect(await receive()).toEqual([]);

    await change(message?.ReceiptHandle, 0);

    expect((await receive()).map(({ Body }) => Body)).toEqual(['a']);
  });

  test('changes in batches of ten', async () => {
    send('a', 'b');
    const messages = await receive();
    const Entries = messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));

    const { Successful, Failed } = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: [...Entries, { Id: 'bad', ReceiptHandle: 'bad', VisibilityTimeout: 0 }],
      }),
    );

    expect(Successful?.map(({ Id }) => Id)).toEqual(['0', '1']);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'ReceiptHandleIsInvalid', SenderFault: true }]);
    expect(await receive()).toHaveLength(2);
  });

  test('stays hidden for longer than it was received for', async () => {
    send('a');
    const [message] = await receive();

    await change(message?.ReceiptHandle, 43_200);

    expect(await receive()).toEqual([]);
  });

  test.each([-1, 43_201, 1.5])('cannot be hidden for %d seconds', async (seconds) => {
    send('a');
    const [message] = await receive();

    await expect(change(message?.ReceiptHandle, seconds)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });
});

test('A message that is visible again, or gone, changes no more', async () => {
  send('a');
  const [message] = await receive();
  await change(message?.ReceiptHandle, 0);

  await expect(change(message?.ReceiptHandle, 30)).rejects.toMatchObject({ name: 'MessageNotInflight' });

  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  await expect(change(message?.ReceiptHandle, 30)).rejects.toThrow(
    'Message does not exist or is not available for visibility timeout change.',
  );
});
