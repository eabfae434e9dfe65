import { expect, it } from 'vitest';
import type { TopicRecord } from '../../../infra/redrive/kafka/kafka-reader.ts';
import type { KafkaPort } from '../../../infra/redrive/kafka-port.ts';
import { TopicSource } from '../../../infra/redrive/topic-source.ts';

function records(count: number): TopicRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    partition: index % 2,
    offset: BigInt(index),
    value: index % 10 === 9 ? null : `document ${index}`,
  }));
}

function source(values: readonly TopicRecord[], signal = new AbortController().signal) {
  let isReturned = false;
  const kafka: KafkaPort = {
    readPages: () => {
      throw new Error('Nobody asked for pages.');
    },
    async *readTopic(_, aborted) {
      try {
        for (const value of values) {
          aborted.throwIfAborted();
          yield value;
        }
      } finally {
        isReturned = true;
      }
    },
    close: async () => undefined,
  };
  const topic = new TopicSource({ kafka: async () => kafka, topic: 'failures', signal });
  return { topic, isReturned: () => isReturned };
}

it('gives every record but tombstones, in portions', async () => {
  const { topic } = source(records(250));
  const sizes: number[] = [];
  const places: string[] = [];
  for (let items = await topic.next(); items.length > 0; items = await topic.next()) {
    sizes.push(items.length);
    places.push(...items.map(({ place }) => place));
  }

  expect(sizes).toEqual([100, 100, 25]);
  expect(places.slice(0, 2)).toEqual(['failures-0@0', 'failures-1@1']);
  expect(new Set(places).size).toBe(225);
});

it('gives large records in smaller portions', async () => {
  const large = 'x'.repeat(10 * 1024 * 1024);
  const { topic } = source(records(5).map((record) => ({ ...record, value: large })));

  expect(await topic.next()).toHaveLength(2);
});

it('ends when it is interrupted, and leaves nothing open', async () => {
  const controller = new AbortController();
  const { topic, isReturned } = source(records(300), controller.signal);
  await topic.next();
  controller.abort();

  expect(await topic.next()).toEqual([]);
  await topic.release();
  expect(isReturned()).toBe(true);
});

it('fails with what Kafka says', async () => {
  const refused = async () => {
    throw new Error('Connection refused');
  };
  const topic = new TopicSource({ kafka: refused, topic: 'failures', signal: new AbortController().signal });

  await expect(topic.next()).rejects.toThrow('Connection refused');
  await expect(topic.release()).resolves.toBeUndefined();
});
