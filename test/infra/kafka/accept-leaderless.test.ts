import { Admin, Writer } from '@platformatic/kafka';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_LEADER } from '../../../infra/kafka/leaderless-partitions.ts';
import { TopicLog } from '../../../infra/kafka/topic-log.ts';
import { ConsumerGroups } from '../../../infra/local/kafka/group/consumer-groups.ts';
import { LOG_LIMITS } from '../../../infra/local/kafka/log/retention.ts';
import { TopicLogs } from '../../../infra/local/kafka/log/topic-logs.ts';
import { type BrokerListener, startBrokerListener } from '../../../infra/local/kafka/wire/broker-listener.ts';
import { type Reaction, RequestHandler } from '../../../infra/local/kafka/wire/request-handler.ts';
import { PartitionLog } from '../../../infra/redrive/kafka/partition-log.ts';

const TOPIC = 'orders';
/** Number of the embedded broker. */
const LEADER = 1;
const NO_ERROR = 0;
const LEADER_NOT_AVAILABLE = 5;

const LEADERLESS = 2;

const open: { close(): Promise<void> }[] = [];
let listener: BrokerListener;

/** A broker whose topic has three partitions. Of the last it says that nobody leads it. */
beforeEach(async () => {
  const logs = new TopicLogs({
    topics: [{ name: TOPIC, partitions: 3 }],
    limits: LOG_LIMITS,
    readers: new ConsumerGroups(),
    onAppended: undefined,
  });
  const handler = new RequestHandler(logs, () => listener.address);
  listener = await startBrokerListener({
    host: '127.0.0.1',
    port: 0,
    handle: (frame) => withoutLeader(handler.handle(frame)),
  });
  open.push(listener);
});

afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

function withoutLeader(reaction: Reaction): Reaction {
  if (typeof reaction === 'string') return reaction;
  const at = reaction.answer.indexOf(saidOfPartition(NO_ERROR, LEADER));
  if (at !== -1) saidOfPartition(LEADER_NOT_AVAILABLE, NO_LEADER).copy(reaction.answer, at);
  return reaction;
}

function saidOfPartition(errorCode: number, leader: number): Buffer {
  return Writer.create().appendInt16(errorCode).appendInt32(LEADERLESS).appendInt32(leader).buffer;
}

function options() {
  return { brokers: [`127.0.0.1:${listener.address.port}`], access: { auth: 'none' } } as const;
}

describe('a partition without a leader', () => {
  it('is an error of the whole topic for the client by itself', async () => {
    const client = new Admin({ clientId: 'test', bootstrapBrokers: options().brokers.slice(), retries: 0 });
    open.push(client);

    await expect(client.metadata({ topics: [TOPIC] })).rejects.toThrow('Metadata');
  });

  it('leaves the others their leaders', async () => {
    const log = new TopicLog(options(), TOPIC);
    open.push(log);

    expect(await log.leaders()).toEqual([LEADER, LEADER, NO_LEADER]);
  });

  it('has no offsets', async () => {
    const log = new TopicLog(options(), TOPIC);
    open.push(log);

    expect(await log.offsets([LEADERLESS], 'end')).toEqual(new Map());
  });

  it('is counted by redrive', async () => {
    const log = new PartitionLog(options());
    open.push(log);

    expect(await log.partitionCount(TOPIC)).toBe(3);
  });

  it('is waited for by redrive, and then told', async () => {
    const log = new PartitionLog(options());
    open.push(log);

    await expect(log.endOffset({ topic: TOPIC, partition: LEADERLESS })).rejects.toThrow(
      expect.objectContaining({
        code: 'LEADER_MISSING',
        message: expect.stringContaining('orders-2 has no leader.'),
      }),
    );
  });
});

it('a topic that is not there stays an error', async () => {
  const log = new TopicLog(options(), 'missing');
  open.push(log);

  await expect(log.leaders()).rejects.toThrow('Unknown topic missing.');
});
