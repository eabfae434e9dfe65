import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GroupMember } from '../../../infra/kafka/record-source.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import { withLeaderless } from '../leaderless.ts';
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

const TOPIC = 'source-leaderless';
const PARTITIONS = 8;
const LEADERLESS = PARTITIONS - 1;
const RECORDS = 20;

/** What the client knows of a topic is asked for again after five seconds, by heartbeats too. */
const KNOWLEDGE_AGE_MS = 6_000;

export const sourceLeaderless: KafkaCheck = {
  says: 'a partition without a leader is told of once and waited for; the members join, read and commit the others',
  async run({ broker, writer, admin }) {
    await createTopic(admin, TOPIC, { partitions: PARTITIONS });
    await writeRecords(writer, TOPIC, PARTITIONS, RECORDS);
    return withSource(broker, async (source) => {
      const first = await withLeaderless(LEADERLESS, async () => {
        const joined = await source.join(subscriptionTo(TOPIC));
        const others = await readTold(joined, (PARTITIONS - 1) * RECORDS);
        await sleep(KNOWLEDGE_AGE_MS);
        await joined.commit(nextOffsets(others));
        const lag = await joined.lag();
        assert.deepEqual(lag, new Map(Array.from({ length: LEADERLESS }, (_, partition) => [partition, 0])));

        const second = await source.join(subscriptionTo(TOPIC));
        await sharedOut([joined, second], PARTITIONS);
        await second.close();
        await sharedOut([joined], PARTITIONS);
        return joined;
      });

      const startMs = performance.now();
      const waited = await readRecords(first, RECORDS);
      const tookMs = Math.round(performance.now() - startMs);
      const expected = Array.from({ length: RECORDS }, (_, offset) => `${LEADERLESS}@${offset}`);
      assert.deepEqual(places(waited), expected);
      return `${PARTITIONS - 1} partitions read meanwhile, the last ${tookMs} ms after it had a leader`;
    });
  },
};

/** Reads on until there are so many records, and until it was told that a partition has no leader. */
async function readTold(member: GroupMember, count: number): Promise<KafkaEventRecord[]> {
  const records: KafkaEventRecord[] = [];
  let told = 0;
  await until(async () => {
    try {
      records.push(...(await read(member)));
    } catch (error) {
      assert.ok(error instanceof Error);
      assert.match(error.message, new RegExp(`^${TOPIC}-${LEADERLESS} has no leader\\.`));
      told++;
    }
    return records.length >= count && told > 0;
  });
  // Once is enough.
  for (let reads = 0; reads < 10; reads++) assert.deepEqual(await read(member), []);
  assert.equal(told, 1);
  return records;
}
