import assert from 'node:assert/strict';
import type { KafkaCheck } from '../kafka-check.ts';
import {
  nextOffsets,
  places,
  read,
  readRecords,
  sharedOut,
  subscriptionTo,
  until,
  withSource,
} from '../source-members.ts';
import { createTopic } from '../topics.ts';
import { writeRecords } from '../write-records.ts';

const TOPIC = 'source-members';
const PARTITIONS = 4;
const RECORDS = 20;

export const sourceMembers: KafkaCheck = {
  says: 'members share the partitions; who gives one up commits first, and who takes one over goes on from there',
  async run({ broker, writer, admin }) {
    await createTopic(admin, TOPIC, { partitions: PARTITIONS });
    await writeRecords(writer, TOPIC, PARTITIONS, RECORDS);
    return withSource(broker, async (source) => {
      const revoked: number[] = [];
      const first = await source.join(
        subscriptionTo(TOPIC, {
          onRevoked: async (partitions) => {
            revoked.push(...partitions);
            await first.commit(new Map(partitions.map((partition) => [partition, RECORDS / 2])));
          },
        }),
      );
      const readByFirst = await readRecords(first, PARTITIONS * RECORDS);
      assert.equal(readByFirst.length, PARTITIONS * RECORDS);

      const second = await source.join(subscriptionTo(TOPIC));
      const readBySecond = await readRecords(second, (PARTITIONS / 2) * (RECORDS / 2));

      // Those that stay with the first member go on being its own, and are not read again.
      assert.deepEqual(new Set(revoked), second.assigned());
      assert.equal(first.assigned().size, PARTITIONS / 2);
      assert.deepEqual(await read(first), []);
      assert.deepEqual(new Set(places(readBySecond)), new Set(halves(second.assigned())));
      await second.commit(nextOffsets(readBySecond));

      await first.commit(new Map(Array.from(first.assigned(), (partition) => [partition, RECORDS / 2])));
      const kept = first.assigned();
      const startMs = performance.now();
      await first.close();
      const takenOver = await readRecords(second, (PARTITIONS / 2) * (RECORDS / 2));
      const tookMs = performance.now() - startMs;

      assert.deepEqual(new Set(places(takenOver)), new Set(halves(kept)));
      await sharedOut([second], PARTITIONS);
      await until(async () => (await second.lag()).size === PARTITIONS);
      assert.deepEqual(Object.fromEntries(await second.lag()), {
        ...Object.fromEntries(Array.from(revoked, (partition) => [partition, 0])),
        ...Object.fromEntries(Array.from(kept, (partition) => [partition, RECORDS / 2])),
      });
      return `${PARTITIONS} partitions; taken over within ${Math.round(tookMs)} ms of the leave`;
    });
  },
};

/** The second half of each partition. */
function halves(partitions: ReadonlySet<number>): string[] {
  return Array.from(partitions).flatMap((partition) =>
    Array.from({ length: RECORDS / 2 }, (_, index) => `${partition}@${RECORDS / 2 + index}`),
  );
}
