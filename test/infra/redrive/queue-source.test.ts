import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Queue } from '../../../infra/redrive/queue.ts';
import { QueueSource } from '../../../infra/redrive/queue-source.ts';
import type { Item } from '../../../infra/redrive/source.ts';
import { runStandIns } from '../local/running-stand-ins.ts';

/** Over HTTP to the stand-in of SQS. */

const running = runStandIns();
let queueUrl: string;
let sqs: SQSClient;
let nowMs: number;
let controller: AbortController;

beforeEach(() => {
  queueUrl = running.standIns.sqs.createQueue('dead-letters');
  sqs = new SQSClient({ ...running.clientSettings, maxAttempts: 5 });
  nowMs = 0;
  controller = new AbortController();
});
afterEach(() => sqs.destroy());

function source(visibilitySeconds = 60): QueueSource {
  return new QueueSource({
    queue: new Queue(sqs, queueUrl, 0),
    signal: controller.signal,
    now: () => nowMs,
    visibilitySeconds,
  });
}

function send(count: number): void {
  for (let index = 0; index < count; index++) running.standIns.sqs.send(queueUrl, `m${index}`);
}

async function takeAll(from: QueueSource): Promise<Item[]> {
  const all: Item[] = [];
  for (;;) {
    const items = await from.next();
    if (items.length === 0) return all;
    all.push(...items);
  }
}

const texts = (items: readonly Item[]) => items.map(({ holds }) => ('text' in holds ? holds.text : ''));
const left = () => running.standIns.sqs.messages(queueUrl).map(({ body }) => body);
const visible = async () => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.map(({ Body }) => Body);
};

describe('a queue as a source', () => {
  it('gives every message once, and counts them', async () => {
    send(57);
    const from = source();

    expect(await from.count()).toBe(57);
    expect(texts(await takeAll(from)).toSorted()).toEqual(left().toSorted());
    expect(from.name).toBe('queue dead-letters');
    expect(from.remarks()).toEqual([]);
  });

  it('receives side by side while there is plenty', async () => {
    send(300);

    await takeAll(source());

    // One after another, it would be 31 in 31 turns.
    expect(running.standIns.requests.count('sqs.ReceiveMessage')).toBeLessThan(60);
  });

  it('deletes what is settled, and gives back all else at the end', async () => {
    send(25);
    const from = source();
    const items = await takeAll(from);

    expect(await from.remove(items.slice(0, 12))).toEqual(new Map());
    expect(left()).toHaveLength(13);
    expect(await visible()).toEqual([]);
    await from.release();
    expect(await visible()).toHaveLength(10);
  });

  it('knows a message that comes again because its time was over, and hides it for longer', async () => {
    send(3);
    const from = source(1);
    const items = await from.next();
    expect(items).toHaveLength(3);
    await vi.waitFor(async () => expect(await from.count()).toBe(3), 5_000);

    expect(await from.next()).toEqual([]);
    expect(running.standIns.requests.count('sqs.ChangeMessageVisibilityBatch')).toBe(1);
    // By the clock of the source, which stands still, they are hidden for long: there is nothing to hold.
    nowMs += 400_000;
    await from.hold(items);
    expect(running.standIns.requests.count('sqs.ChangeMessageVisibilityBatch')).toBe(1);
    await from.remove(items);
    expect(left()).toEqual([]);
  });

  it('keeps messages hidden while they are worked on', async () => {
    send(2);
    const from = source(60);
    const items = await from.next();

    nowMs += 29_000;
    await from.hold(items);
    expect(running.standIns.requests.count('sqs.ChangeMessageVisibilityBatch')).toBe(0);
    nowMs += 2_000;
    await from.hold(items);
    await from.hold(items);
    expect(running.standIns.requests.count('sqs.ChangeMessageVisibilityBatch')).toBe(1);
  });

  it('tells of messages that somebody else has, when there are no others', async () => {
    send(4);
    const first = source();
    await takeAll(first);
    const second = source();

    expect(await second.count()).toBe(0);
    expect(await takeAll(second)).toEqual([]);
    expect(second.remarks()).toEqual([
      'About 4 messages of the queue dead-letters are in flight: another consumer has them, or a run that was killed. They come back when their visibility timeout is over; this command sets 60 s.',
    ]);
  });

  it('takes no more when it is interrupted', async () => {
    send(30);
    const from = source();
    expect(await from.next()).not.toEqual([]);
    controller.abort();

    expect(await from.next()).toEqual([]);
  });
});

describe('a queue that fails', () => {
  it.each([
    'throttle@sqs=x3',
    'unavailable@sqs=x3',
    'reset-before@sqs=x3',
    'internal@sqs=x3',
    'bad-gateway@sqs=x3',
  ])('is asked again: %s', async (faults) => {
    send(5);
    running.standIns.faults.set(faults);
    const from = source();
    // Lost deliveries would come back after a minute, by the clock of the source.
    const items = await from.next();
    nowMs += 60_000;

    await from.remove([...items, ...(await takeAll(from))]);
    expect(left()).toEqual([]);
  });

  it('waits for no message that throttling kept back', async () => {
    running.standIns.faults.set('throttle@sqs.ReceiveMessage=x1');

    expect(await takeAll(source())).toEqual([]);
  });

  it('waits for messages whose delivery was lost', async () => {
    send(3);
    running.standIns.faults.set('reset-after@sqs.ReceiveMessage=x1');
    const from = source(1);
    const startMs = performance.now();
    nowMs = startMs;
    const clock = setInterval(() => {
      nowMs = performance.now();
    }, 10);

    const items = await takeAll(from);

    clearInterval(clock);
    expect(texts(items)).toEqual(['m0', 'm1', 'm2']);
  });

  it('says for each message why it could not be deleted', async () => {
    send(12);
    const from = source();
    const items = await takeAll(from);
    running.standIns.faults.set('denied@sqs.DeleteMessageBatch=x1');

    const problems = await from.remove(items);

    expect([...problems.values()]).toEqual(
      Array(problems.size).fill(expect.stringContaining('AccessDenied')),
    );
    expect(left()).toHaveLength(problems.size);
    expect([2, 10]).toContain(problems.size);
    await from.release();
    expect(await visible()).toHaveLength(problems.size);
  });

  it('cannot be read when it does not exist', async () => {
    queueUrl = `${running.standIns.url}/123456789012/missing`;

    await expect(source().next()).rejects.toThrow('The specified queue does not exist.');
  });

  it('is given back as far as possible', async () => {
    send(20);
    const from = source();
    await takeAll(from);
    running.standIns.faults.set('denied@sqs.ChangeMessageVisibilityBatch=x1');

    await from.release();

    expect(await visible()).toHaveLength(10);
  });
});
