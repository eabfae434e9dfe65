import assert from 'node:assert/strict';
import type { Admin } from '@platformatic/kafka';
import type { KafkaCheck } from '../kafka-check.ts';
import { nextOffsets, read, readRecords, subscriptionTo, until, withSource } from '../source-members.ts';
import { createTopic } from '../topics.ts';
import { writeRecords } from '../write-records.ts';

const TOPIC = 'source-fenced';
const PARTITIONS = 2;
const RECORDS = 10;

export const sourceFenced: KafkaCheck = {
  says: 'a member commits nothing of partitions that it has lost, and one that was put out of the group joins again',
  async run({ broker, writer, admin }) {
    await createTopic(admin, TOPIC, { partitions: PARTITIONS });
    await writeRecords(writer, TOPIC, PARTITIONS, RECORDS);
    return withSource(broker, async (source) => {
      const first = await source.join(subscriptionTo(TOPIC));
      const records = await readRecords(first, PARTITIONS * RECORDS);
      const second = await source.join(subscriptionTo(TOPIC));
      await until(async () => second.assigned().size === 1);
      await first.commit(nextOffsets(records));
      const [kept = -1] = first.assigned();
      const [lost = -1] = second.assigned();
      assert.deepEqual(await committed(admin), new Map([[kept, RECORDS]]));
      await second.close();
      const takenOver = await readRecords(first, RECORDS);

      // It does not know yet that it is out, and commits in the meantime.
      await admin.removeMembersFromConsumerGroup({ groupId: TOPIC });
      const startMs = performance.now();
      await first.commit(nextOffsets(takenOver));
      const again = await readRecords(first, RECORDS);
      const tookMs = performance.now() - startMs;

      assert.deepEqual(await committed(admin), new Map([[kept, RECORDS]]));
      assert.deepEqual(
        again.map(({ partition, offset }) => [partition, offset]),
        Array.from({ length: RECORDS }, (_, offset) => [lost, offset]),
      );
      await first.commit(nextOffsets(again));
      assert.deepEqual(
        await committed(admin),
        new Map([
          [0, RECORDS],
          [1, RECORDS],
        ]),
      );
      assert.deepEqual(await read(first), []);
      return `read again ${Math.round(tookMs)} ms after it was put out`;
    });
  },
};

async function committed(admin: Admin): Promise<Map<number, number>> {
  const [group] = await admin.listConsumerGroupOffsets({ groups: [TOPIC] });
  const partitions = group?.topics.flatMap((topic) => topic.partitions) ?? [];
  return new Map(
    partitions
      .toSorted((a, b) => a.partitionIndex - b.partitionIndex)
      .map(({ partitionIndex, committedOffset }) => [partitionIndex, Number(committedOffset)]),
  );
}
