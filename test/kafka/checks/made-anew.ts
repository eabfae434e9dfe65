import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from '@platformatic/kafka';
import type { KafkaCheck } from '../kafka-check.ts';
import type { RecordWriter } from '../record-writer.ts';
import { createTopic, offsetRange } from '../topics.ts';

const TOPIC = 'made-anew';
const OLD_MS = 1_700_000_000_000;
const NEW_MS = 1_700_000_900_000;

const POLL_MS = 100;

export const madeAnew: KafkaCheck = {
  says: 'a topic that was deleted and made anew is noticed by the time of its first record',
  async run({ writer, admin, reader }) {
    await createTopic(admin, TOPIC);
    await write(writer, OLD_MS);
    const range = offsetRange(TOPIC, 1, 2, { firstTimestampMs: OLD_MS });
    const old = await reader.readOffsets(range);
    await admin.deleteTopics({ topics: [TOPIC] });
    await isDeleted(admin);
    await createTopic(admin, TOPIC);
    await write(writer, NEW_MS);

    const made = await reader.readOffsets(range);

    assert.equal(old.records.length, 2);
    assert.deepEqual(made.records, []);
    assert.deepEqual(made.missing, [{ firstOffset: 1n, lastOffset: 2n, reason: 'topic was made anew' }]);
    return 'the same offsets, another time';
  },
};

async function write(writer: RecordWriter, timestamp: number): Promise<void> {
  const record = { topic: TOPIC, partition: 0, value: 'AA==', timestamp };
  await writer.write({
    producers: { java: {} },
    steps: Array.from({ length: 3 }, () => ({ do: 'send', producer: 'java', record })),
  });
}

async function isDeleted(admin: Admin): Promise<void> {
  while ((await admin.listTopics()).includes(TOPIC)) await sleep(POLL_MS);
}
