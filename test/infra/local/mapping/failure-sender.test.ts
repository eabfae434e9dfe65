import { afterEach, expect, test } from 'vitest';
import { readDocument } from '../../../../functions/redrive/read-document.ts';
import { type EmbeddedKafka, startEmbeddedKafka } from '../../../../infra/local/kafka/embedded-kafka.ts';
import { FailureSender } from '../../../../infra/local/mapping/failure-sender.ts';
import { FailureTopic, MessageTooLargeError } from '../../../../infra/local/mapping/failure-topic.ts';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { base64, eventRecord, kafkaEvent } from '../../../fixtures/kafka-event.ts';
import { givenUp } from './given-up.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function start(): Promise<{
  readonly kafka: EmbeddedKafka;
  readonly sender: FailureSender;
  readonly appended: KafkaEventRecord[];
}> {
  const appended: KafkaEventRecord[] = [];
  const kafka = await startEmbeddedKafka({
    topics: [{ name: 'failed-records', partitions: 3 }],
    onAppended: (record) => appended.push(record),
  });
  const sender = new FailureSender({ brokers: [kafka.bootstrapServers], access: { auth: 'none' } });
  open.push(kafka, sender);
  return { kafka, sender, appended };
}

test('records lie in the topic by their keys, and can be redriven from there', async () => {
  const { sender, appended } = await start();
  const topic = new FailureTopic({ topic: 'failed-records', send: sender.send });
  const records = ['a', 'b', 'a', null].map((key, offset) =>
    eventRecord({ offset, key: key === null ? null : base64(key) }),
  );

  await topic.write(givenUp(kafkaEvent(...records)));

  expect(appended).toHaveLength(4);
  const offsets = appended.map(({ value }) => {
    const document = readDocument(Buffer.from(value ?? '', 'base64').toString());
    return document.kind === 'records' ? document.records[0]?.offset : undefined;
  });
  expect(offsets.toSorted()).toEqual([0, 1, 2, 3]);
  const ofKeyA = appended.filter(({ key }) => key === base64('a'));
  expect(new Set(ofKeyA.map(({ partition }) => partition)).size).toBe(1);
});

test('a topic that is not there is a sentence with its remedy', async () => {
  const { sender } = await start();
  await expect(sender.send('missing', [{ key: undefined, value: Buffer.from('{}') }])).rejects.toThrow(
    'the cluster has no such topic, or shows none to this user. Make the topic; it is not made by itself',
  );
});

test('a message that is too large is told as such, and the next is written', async () => {
  const { sender, appended } = await start();
  const value = Buffer.alloc(1_100_000);

  const refused = sender.send('failed-records', [{ key: undefined, value }]);

  await expect(refused).rejects.toThrow(
    new MessageTooLargeError(
      'the cluster takes no message of this size. Raise max.message.bytes of the topic',
    ),
  );
  await expect(refused).rejects.toBeInstanceOf(MessageTooLargeError);
  await sender.send('failed-records', [{ key: undefined, value: Buffer.from('{}') }]);
  expect(appended).toHaveLength(1);
});
