import assert from 'node:assert/strict';
import type { KafkaCheck } from '../kafka-check.ts';
import { read, readRecords, subscriptionTo, withSource } from '../source-members.ts';
import { createTopic } from '../topics.ts';
import { writeRecords } from '../write-records.ts';

const TOPIC = 'source-except';
const PARTITIONS = 3;
const RECORDS = 50;

export const sourceExcept: KafkaCheck = {
  says: 'partitions that are not to be read now are left while the others go on, and are read when they may be',
  async run({ broker, writer, admin }) {
    await createTopic(admin, TOPIC, { partitions: PARTITIONS });
    await writeRecords(writer, TOPIC, PARTITIONS, RECORDS);
    return withSource(broker, async (source) => {
      const member = await source.join(subscriptionTo(TOPIC));
      const few = await read(member, { maxRecords: 5, waitMs: 20_000 });
      const { partition: busy = -1 } = few[0] ?? {};
      const except = new Set([busy]);
      assert.equal(few.length, 5);

      const others = await readRecords(member, (PARTITIONS - 1) * RECORDS, { except, maxRecords: 10 });
      const controller = new AbortController();
      const endless = read(member, { except, waitMs: 600_000, signal: controller.signal });
      controller.abort();

      assert.equal(others.length, (PARTITIONS - 1) * RECORDS);
      assert.ok(others.every(({ partition }) => partition !== busy));
      assert.deepEqual(await endless, []);
      const rest = await readRecords(member, RECORDS - 5);
      assert.deepEqual(
        [...few, ...rest].map(({ partition, offset }) => [partition, offset]),
        Array.from({ length: RECORDS }, (_, offset) => [busy, offset]),
      );
      return `${RECORDS - 5} records of one partition waited for ${others.length} of the others`;
    });
  },
};
