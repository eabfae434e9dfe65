import { Connection, NumericMap, ProduceAcks, produceV8 } from '@platformatic/kafka';
import { describe, expect, test } from 'vitest';
import { KAFKA_LEFT_OUT } from '../../../../infra/local/kafka/left-out.ts';
import { limits, newRecord, places, runKafka, subscription, TOPIC } from './running-kafka.ts';

const running = runKafka();

const message = (value: string) => ({ topic: TOPIC, partition: 0, key: 'order-1', value });

describe('A real producer', () => {
  test('writes records, and they have the form of Lambda’s events', async () => {
    const producer = running.producer();

    await producer.send({
      messages: [{ ...message('12.5'), timestamp: 1_700_000_000_123n, headers: { city: 'Zoë' } }],
    });

    expect(running.appended).toEqual([
      {
        topic: TOPIC,
        partition: 0,
        offset: 0,
        timestamp: 1_700_000_000_123,
        timestampType: 'CREATE_TIME',
        key: 'b3JkZXItMQ==',
        value: 'MTIuNQ==',
        headers: [{ city: [90, 111, -61, -85] }],
      },
    ]);
  });

  test('learns the offset at which it wrote', async () => {
    const producer = running.producer();
    await producer.send({ messages: [message('a'), message('b')] });

    const { offsets } = await producer.send({ messages: [message('c')] });

    expect(offsets).toEqual([{ topic: TOPIC, partition: 0, offset: 2n }]);
    expect(running.kafka.recordCount(TOPIC)).toBe(3);
  });

  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)('may compress: %s', async (compression) => {
    await running.producer({ compression }).send({ messages: [message('a'.repeat(1_000)), message('b')] });

    expect(running.appended.map(({ value }) => Buffer.from(value ?? '', 'base64').toString())).toEqual([
      'a'.repeat(1_000),
      'b',
    ]);
  });

  test('leaves out the key and the value that a record does not have', async () => {
    const producer = running.producer({ serializers: { value: () => undefined } });

    await producer.send({ messages: [{ topic: TOPIC, partition: 0, value: '' }] });

    expect(running.appended).toHaveLength(1);
    expect(running.appended[0]).not.toHaveProperty('key');
    expect(running.appended[0]).not.toHaveProperty('value');
  });

  test('may write without waiting for an answer', async () => {
    await running.producer().send({ messages: [message('a')], acks: ProduceAcks.NO_RESPONSE });

    await expect.poll(() => running.kafka.recordCount(TOPIC)).toBe(1);
  });

  test('is told that there is no such topic', async () => {
    await expect(
      running.producer().send({ messages: [{ ...message('a'), topic: 'nobody-knows' }] }),
    ).rejects.toThrow('Unknown topic nobody-knows.');
  });

  test('has no transactions', async () => {
    await expect(running.producer({ idempotent: true }).beginTransaction()).rejects.toThrow(
      'Unsupported API FindCoordinator.',
    );
  });
});

describe('When things go wrong between producer and broker', () => {
  test.each([
    { idempotent: true, written: 1 },
    { idempotent: false, written: 2 },
  ])(
    'a batch whose answer is lost is written $written time(s): $idempotent',
    async ({ idempotent, written }) => {
      const producer = running.producer({ idempotent, retries: 3 });
      running.kafka.injectFault('reset-after');

      await producer.send({ messages: [message('a')] });
      await producer.send({ messages: [message('b')] });

      expect(running.kafka.recordCount(TOPIC)).toBe(written + 1);
    },
  );

  test.each(['not-leader', 'reset-before'] as const)('%s: it is sent again', async (fault) => {
    const producer = running.producer({ idempotent: true, retries: 3 });
    await producer.send({ messages: [message('a')] });
    running.kafka.injectFault(fault);

    await producer.send({ messages: [message('b')] });

    expect(running.kafka.recordCount(TOPIC)).toBe(2);
  });

  test('a producer that lost its connection opens another', async () => {
    const producer = running.producer({ idempotent: true, retries: 3 });
    await producer.send({ messages: [message('a')] });
    running.kafka.disconnectProducers();

    await producer.send({ messages: [message('b')] });

    expect(running.kafka.recordCount(TOPIC)).toBe(2);
  });

  test('a batch that is missing is noticed', async () => {
    const connection = new Connection('test');
    const [host = '', port] = running.kafka.bootstrapServers.split(':');
    await connection.connect(host, Number(port));
    const send = (sequence: number) =>
      produceV8.api.async(
        connection,
        ProduceAcks.ALL,
        1_000,
        [{ topic: TOPIC, partition: 0, value: Buffer.from('a') }],
        { producerId: 7n, producerEpoch: 0, sequences: new NumericMap([[`${TOPIC}:0`, sequence]]) },
      );
    await send(0);

    await expect(send(2)).rejects.toMatchObject({
      errors: [expect.objectContaining({ apiId: 'OUT_OF_ORDER_SEQUENCE_NUMBER' })],
    });

    expect(running.kafka.recordCount(TOPIC)).toBe(1);
    await connection.close();
  });
});

describe('In process', () => {
  test('a record is appended with the next offset of its partition and the time of now', () => {
    const before = Date.now();
    running.kafka.append(newRecord({ partition: 1, value: 'YQ==' }));

    const record = running.kafka.append(newRecord({ partition: 1, key: null, value: 'Yg==' }));

    expect(record).toEqual({
      topic: TOPIC,
      partition: 1,
      offset: 1,
      timestamp: record.timestamp,
      timestampType: 'CREATE_TIME',
      value: 'Yg==',
      headers: [],
    });
    expect(record.timestamp).toBeGreaterThanOrEqual(before);
    expect(running.appended).toHaveLength(2);
  });

  test.each([
    ['append', () => running.kafka.append(newRecord({ topic: 'other' })), 'There is no topic other.'],
    ['append', () => running.kafka.append(newRecord({ partition: 3 })), 'There is no partition orders-3.'],
    ['count', () => running.kafka.recordCount('other'), 'There is no topic other.'],
  ])('%s says what there is not', (_, act, message) => {
    expect(act).toThrow(message);
  });

  test('nobody joins a group on a topic that there is not', async () => {
    await expect(running.kafka.source.join(subscription({ topic: 'other' }))).rejects.toThrow(
      'There is no topic other.',
    );
  });

  test('events name the brokers, as those of Amazon MSK', () => {
    expect(running.kafka.source.eventMembers).toEqual({
      eventSource: 'aws:kafka',
      eventSourceArn: expect.stringMatching(/^arn:aws:kafka:eu-west-1:123456789012:cluster\/demo\//),
      bootstrapServers: running.kafka.bootstrapServers,
    });
  });

  test('after the end, a read gives nothing and nobody joins', async () => {
    const member = await running.kafka.source.join(subscription());
    const reading = member.read(limits({ waitMs: 60_000 }));

    await running.kafka.close();

    await expect(reading).resolves.toEqual([]);
    await expect(running.kafka.source.join(subscription())).rejects.toThrow('The embedded Kafka is closed.');
  });
});

test('What a producer writes is read by a group', async () => {
  const member = await running.kafka.source.join(subscription());
  const reading = member.read(limits({ waitMs: 60_000 }));

  await running.producer().send({ messages: [message('a')] });

  expect(places(await reading)).toEqual(['0@0']);
});

test('What the embedded Kafka leaves out is told in sentences', () => {
  for (const sentence of KAFKA_LEFT_OUT) expect(sentence).toMatch(/^Kafka: .*\.$/);
});
