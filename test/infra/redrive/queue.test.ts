import { DeleteMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Queue } from '../../../infra/redrive/queue.ts';

const sqs = mockClient(SQSClient);
beforeEach(() => sqs.reset());
afterEach(() => sqs.reset());

const HANDLES = ['a', 'b', 'c'].map((id) => ({ id, receiptHandle: `handle of ${id}` }));
const queue = () =>
  new Queue(new SQSClient({ region: 'eu-west-1' }), 'https://sqs.eu-west-1.amazonaws.com/123456789012/q');

it('takes for deleted only what the queue says is', async () => {
  sqs.on(DeleteMessageBatchCommand).resolves({
    Successful: [{ Id: '1' }],
    Failed: [{ Id: '2', Code: 'InternalError', SenderFault: false }],
  });

  expect(await queue().remove(HANDLES)).toEqual(
    new Map([
      ['a', 'SQS did not answer for it.'],
      ['c', 'InternalError'],
    ]),
  );
});

it('asks for nothing when there is nothing to do', async () => {
  expect(await queue().remove([])).toEqual(new Map());
  expect(await queue().hide([], 0)).toEqual(new Map());
  expect(sqs.calls()).toEqual([]);
});

it('goes on with other batches when one fails', async () => {
  sqs.on(DeleteMessageBatchCommand).callsFake(({ Entries }: { Entries: { Id: string }[] }) => {
    if (Entries.length < 10) throw new Error('broken');
    return { Successful: Entries };
  });
  const handles = Array.from({ length: 23 }, (_, index) => ({ id: String(index), receiptHandle: 'h' }));

  expect([...(await queue().remove(handles))]).toEqual([
    ['20', 'broken'],
    ['21', 'broken'],
    ['22', 'broken'],
  ]);
});
