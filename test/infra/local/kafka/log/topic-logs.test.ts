import { describe, expect, test } from 'vitest';
import type { EmbeddedKafka } from '../../../../../infra/local/kafka/embedded-kafka.ts';
import { SEGMENT_RECORDS } from '../../../../../infra/local/kafka/log/partition-log.ts';
import { limits, newRecord, runKafka, subscription, TOPIC } from '../running-kafka.ts';

/** Room for two segments of records of 1,000 characters, and a little more. */
const VALUE = 'A'.repeat(1_000);
const RECORD_BYTES = 1_256;
const MAX_BYTES = RECORD_BYTES * (2 * SEGMENT_RECORDS + 10);

const running = runKafka({ limits: { trimFromBytes: 0, maxBytes: MAX_BYTES } });

function fill(kafka: EmbeddedKafka, count: number): void {
  for (let index = 0; index < count; index++) kafka.append(newRecord({ value: VALUE }));
}

const FULL =
  'The in-memory log has no room for orders: 2 MiB of records wait for consumer groups to commit them. Start what reads them, or write less.';

describe('The log has an end', () => {
  test('where nobody reads', () => {
    expect(() => fill(running.kafka, 10 * SEGMENT_RECORDS)).toThrow(FULL);
    expect(running.kafka.recordCount(TOPIC)).toBe(2 * SEGMENT_RECORDS + 10);
  });

  test('where a group reads and commits nothing', async () => {
    const member = await running.kafka.source.join(subscription());

    expect(() => fill(running.kafka, 10 * SEGMENT_RECORDS)).toThrow(FULL);

    const records = await member.read(limits({ maxRecords: 10 * SEGMENT_RECORDS }));
    expect(records).toHaveLength(2 * SEGMENT_RECORDS + 10);
  });

  test('where one of two groups is behind', async () => {
    const reader = await running.kafka.source.join(subscription({ groupId: 'reads' }));
    await running.kafka.source.join(subscription({ groupId: 'does not' }));
    fill(running.kafka, 2 * SEGMENT_RECORDS);
    await reader.commit(new Map([[0, 2 * SEGMENT_RECORDS]]));

    expect(() => fill(running.kafka, SEGMENT_RECORDS)).toThrow(FULL);
  });

  test('and a producer is told to wait for it, until somebody reads', async () => {
    const member = await running.kafka.source.join(subscription());
    fill(running.kafka, 2 * SEGMENT_RECORDS + 10);
    const producer = running.producer({ retries: 0 });
    const messages = [{ topic: TOPIC, partition: 0, value: VALUE }];

    await expect(producer.send({ messages })).rejects.toMatchObject({
      errors: [{ errors: [{ apiId: 'KAFKA_STORAGE_ERROR', canRetry: true }] }],
    });

    await member.commit(new Map([[0, SEGMENT_RECORDS]]));
    await expect(producer.send({ messages })).resolves.toBeDefined();
  });
});

test('What all groups have committed makes room, and nothing else goes', async () => {
  const member = await running.kafka.source.join(subscription());
  let read = 0;
  for (let round = 0; round < 10; round++) {
    fill(running.kafka, SEGMENT_RECORDS);
    const records = await member.read(limits({ maxRecords: 2 * SEGMENT_RECORDS }));
    expect(records[0]?.offset).toBe(read);
    read += records.length;
    await member.commit(new Map([[0, read]]));
  }

  expect(read).toBe(10 * SEGMENT_RECORDS);
  const later = await running.kafka.source.join(subscription({ groupId: 'later' }));
  const [oldest] = await later.read(limits({ maxRecords: 1 }));
  expect(oldest?.offset).toBeGreaterThan(0);
});
