import { type Reader, Writer } from '@platformatic/kafka';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConsumerGroups } from '../../../../../infra/local/kafka/group/consumer-groups.ts';
import { LOG_LIMITS } from '../../../../../infra/local/kafka/log/retention.ts';
import { TopicLogs } from '../../../../../infra/local/kafka/log/topic-logs.ts';
import { BoundedReader } from '../../../../../infra/local/kafka/wire/bounded-reader.ts';
import { BROKER_ERRORS } from '../../../../../infra/local/kafka/wire/broker-error.ts';
import { FrameError } from '../../../../../infra/local/kafka/wire/frame-splitter.ts';
import { type Reaction, RequestHandler } from '../../../../../infra/local/kafka/wire/request-handler.ts';
import { batchBytes } from './batches.ts';

const PRODUCE = 0;
const FETCH = 1;
const METADATA = 3;
const API_VERSIONS = 18;
const INIT_PRODUCER_ID = 22;

const CORRELATION_ID = 99;

function handler(): { readonly handler: RequestHandler; readonly logs: TopicLogs } {
  const readers = new ConsumerGroups();
  const topics = [{ name: 'orders', partitions: 2 }];
  const logs = new TopicLogs({ topics, limits: LOG_LIMITS, readers, onAppended: undefined });
  return { handler: new RequestHandler(logs, () => ({ host: '127.0.0.1', port: 9092 })), logs };
}

function request(apiKey: number, apiVersion: number, body: Writer = Writer.create()): Buffer {
  return Writer.create()
    .appendInt16(apiKey)
    .appendInt16(apiVersion)
    .appendInt32(CORRELATION_ID)
    .appendString('test', false)
    .appendFrom(body).buffer;
}

interface ProduceBody {
  readonly transactionalId?: string | null;
  readonly acks?: number;
  readonly topic?: string;
  readonly partition?: number;
  readonly records?: Buffer | null;
}

function produce({
  transactionalId = null,
  acks = -1,
  topic = 'orders',
  partition = 0,
  records = batchBytes(),
}: ProduceBody = {}): Buffer {
  const body = Writer.create().appendString(transactionalId, false).appendInt16(acks).appendInt32(1_000);
  body.appendInt32(1).appendString(topic, false);
  body.appendInt32(1).appendInt32(partition).appendBytes(records, false);
  return request(PRODUCE, 8, body);
}

/** The answer behind its length and its header. */
function answerOf(reaction: Reaction): Reader {
  if (typeof reaction === 'string') throw new Error(`There is no answer but ${reaction}.`);
  const reader = BoundedReader.over(reaction.answer);
  expect(reader.readInt32()).toBe(reaction.answer.length - 4);
  expect(reader.readInt32()).toBe(CORRELATION_ID);
  return reader;
}

function errorOfProduce(reaction: Reaction): number {
  const reader = answerOf(reaction);
  reader.readInt32();
  reader.readString(false);
  reader.readInt32();
  reader.readInt32();
  return reader.readInt16();
}

describe('Clients ask first what there is to ask', () => {
  const APIS = [
    [PRODUCE, 8, 8],
    [METADATA, 8, 8],
    [API_VERSIONS, 0, 3],
    [INIT_PRODUCER_ID, 1, 1],
  ];
  const readApis = (reader: Reader, isCompact: boolean) =>
    reader.readArray(
      () => [reader.readInt16(), reader.readInt16(), reader.readInt16()],
      isCompact,
      isCompact,
    );

  test.each([0, 1, 2, 3])('in version %d', (version) => {
    const reader = answerOf(handler().handler.handle(request(API_VERSIONS, version)));

    expect(reader.readInt16()).toBe(0);
    expect(readApis(reader, version === 3)).toEqual(APIS);
    if (version > 0) expect(reader.readInt32()).toBe(0);
    if (version === 3) reader.readTaggedFields();
    expect(reader.remaining).toBe(0);
  });

  test('in a version that there is not yet: the oldest answers, which all can read', () => {
    const reader = answerOf(handler().handler.handle(request(API_VERSIONS, 4)));

    expect(reader.readInt16()).toBe(BROKER_ERRORS.UNSUPPORTED_VERSION);
    expect(readApis(reader, false)).toEqual(APIS);
    expect(reader.remaining).toBe(0);
  });
});

test.each([
  ['a request that is not answered', request(FETCH, 12)],
  ['a request that there is not', request(1_000, 0)],
  ['a version that is not answered', request(METADATA, 12)],
  ['an old version', request(PRODUCE, 2)],
])('The connection ends at %s', (_, frame) => {
  expect(handler().handler.handle(frame)).toBe('close');
});

describe('Metadata', () => {
  const ask = (topics: string[] | null) => {
    const body = Writer.create().appendArray(
      topics,
      (to, name) => to.appendString(name, false),
      false,
      false,
    );
    for (let flag = 0; flag < 3; flag++) body.appendBoolean(false);
    const reader = answerOf(handler().handler.handle(request(METADATA, 8, body)));
    reader.readInt32();
    const brokers = reader.readArray(
      () => [
        reader.readInt32(),
        reader.readString(false),
        reader.readInt32(),
        reader.readNullableString(false),
      ],
      false,
      false,
    );
    reader.readString(false);
    const controller = reader.readInt32();
    const nodes = () => reader.readArray(() => reader.readInt32(), false, false);
    const readPartition = () => ({
      error: reader.readInt16(),
      index: reader.readInt32(),
      leader: reader.readInt32(),
      epoch: reader.readInt32(),
      replicas: nodes(),
      inSync: nodes(),
      offline: nodes(),
    });
    const found = reader.readArray(
      () => {
        const topic = {
          error: reader.readInt16(),
          name: reader.readString(false),
          isInternal: reader.readBoolean(),
        };
        const partitions = reader.readArray(readPartition, false, false);
        reader.readInt32();
        return { ...topic, partitions };
      },
      false,
      false,
    );
    reader.readInt32();
    expect(reader.remaining).toBe(0);
    return { brokers, controller, found };
  };

  test('names one broker, which leads all partitions', () => {
    const partition = { error: 0, leader: 1, epoch: 0, replicas: [1], inSync: [1], offline: [] };
    const orders = {
      error: 0,
      name: 'orders',
      isInternal: false,
      partitions: [
        { ...partition, index: 0 },
        { ...partition, index: 1 },
      ],
    };
    const broker = { brokers: [[1, '127.0.0.1', 9092, null]], controller: 1 };

    expect(ask(['orders'])).toEqual({ ...broker, found: [orders] });
    expect(ask(null)).toEqual({ ...broker, found: [orders] });
    expect(ask([])).toEqual({ ...broker, found: [] });
  });

  test('makes no topics', () => {
    const error = BROKER_ERRORS.UNKNOWN_TOPIC_OR_PARTITION;
    expect(ask(['new']).found).toEqual([{ error, name: 'new', isInternal: false, partitions: [] }]);
  });
});

describe('An id for an idempotent producer', () => {
  const ask = (to: RequestHandler, transactionalId: string | null) => {
    const body = Writer.create().appendString(transactionalId, false).appendInt32(60_000);
    const reader = answerOf(to.handle(request(INIT_PRODUCER_ID, 1, body)));
    reader.readInt32();
    return { error: reader.readInt16(), id: reader.readInt64(), epoch: reader.readInt16() };
  };

  test('is another each time', () => {
    const { handler: broker } = handler();

    expect(ask(broker, null)).toEqual({ error: 0, id: 1_000n, epoch: 0 });
    expect(ask(broker, null)).toEqual({ error: 0, id: 1_001n, epoch: 0 });
  });

  test('is not for transactions', () => {
    const error = BROKER_ERRORS.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
    expect(ask(handler().handler, 'tx')).toEqual({ error, id: -1n, epoch: -1 });
  });
});

describe('What a producer sends', () => {
  test.each([
    ['a topic that there is not', { topic: 'other' }, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['a partition that there is not', { partition: 2 }, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['a partition below zero', { partition: -1 }, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['a transaction', { transactionalId: 'tx' }, 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'],
    ['two acknowledgements', { acks: 2 }, 'INVALID_REQUIRED_ACKS'],
    ['no batch', { records: null }, 'CORRUPT_MESSAGE'],
  ] as const)('is refused: %s', (_, body, code) => {
    const { handler: broker, logs } = handler();

    expect(errorOfProduce(broker.handle(produce(body)))).toBe(BROKER_ERRORS[code]);
    expect(logs.find('orders')?.map(({ endOffset }) => endOffset)).toEqual([0, 0]);
  });

  test('without a wish for an answer gets none, and the connection ends when it is refused', () => {
    const { handler: broker, logs } = handler();

    expect(broker.handle(produce({ acks: 0 }))).toBe('none');
    expect(broker.handle(produce({ acks: 0, partition: 5 }))).toBe('close');
    expect(logs.find('orders')?.[0]?.endOffset).toBe(1);
  });

  test('meets each fault once', () => {
    const { handler: broker, logs } = handler();
    broker.inject('reset-before');
    broker.inject('not-leader');
    broker.inject('reset-after');

    expect(broker.handle(produce())).toBe('reset');
    expect(errorOfProduce(broker.handle(produce()))).toBe(BROKER_ERRORS.NOT_LEADER_OR_FOLLOWER);
    expect(logs.find('orders')?.[0]?.endOffset).toBe(0);
    expect(broker.handle(produce())).toBe('reset');
    expect(errorOfProduce(broker.handle(produce()))).toBe(0);
    expect(logs.find('orders')?.[0]?.endOffset).toBe(2);
  });
});

test('Bytes of any kind get an answer or end the connection, and nothing else', () => {
  const { handler: broker } = handler();
  const requests = fc.constantFrom(
    produce(),
    request(API_VERSIONS, 3),
    request(INIT_PRODUCER_ID, 1, Writer.create().appendString(null, false).appendInt32(0)),
    request(METADATA, 8, Writer.create().appendInt32(-1).appendBoolean(false)),
  );
  const damages = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
  const damaged = fc.tuple(requests, damages, fc.nat()).map(([frame, damage, end]) => {
    const bytes = Buffer.from(frame.subarray(0, 10 + (end % frame.length)));
    for (const [at, byte] of damage) bytes[at % bytes.length] = byte;
    return bytes;
  });
  const noise = fc.uint8Array({ minLength: 10, maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.oneof(damaged, noise), (frame) => {
      try {
        broker.handle(frame);
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
    }),
    { numRuns: 3_000 },
  );
});
