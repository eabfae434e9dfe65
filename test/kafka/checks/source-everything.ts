import assert from 'node:assert/strict';
import type { Admin } from '@platformatic/kafka';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import type { KafkaCheck, KafkaCheckSetting } from '../kafka-check.ts';
import { nextOffsets, readRecords, subscriptionTo, withSource } from '../source-members.ts';
import { offsetRange } from '../topics.ts';

/** Left by the checks of reading by offsets, which has shown itself to be exact: what they hold, by partitions. */
const TOPICS = new Map([
  ['kinds', 2],
  ['log-append-time', 1],
  ['transactions', 1],
  ['compacted', 1],
  ['expired', 1],
  ['compressed-zstd', 1],
]);

export const sourceEverything: KafkaCheck = {
  says: 'a member of a group reads what reading by offsets reads, across every kind of gap, and then lags behind nothing',
  async run({ broker, admin, reader }) {
    let total = 0;
    await withSource(broker, async (source) => {
      for (const [topic, partitions] of TOPICS) {
        const expected = await readByOffsets({ admin, reader }, topic, partitions);
        const member = await source.join(subscriptionTo(topic));
        // Fewer than an answer of the broker holds, so that answers are cut.
        const records = await readRecords(member, expected.length, { maxRecords: 7 });

        assert.deepEqual(records.toSorted(byPlace), expected);
        for (const [partition, list] of Map.groupBy(records, (record) => record.partition)) {
          assert.deepEqual(list, list.toSorted(byPlace), `${topic}-${partition} is in order`);
        }
        await member.commit(nextOffsets(records));
        assert.deepEqual(
          new Set((await member.lag()).values()),
          new Set([0]),
          `the lag of ${topic}, with whatever marks it ends`,
        );
        await member.close();
        total += records.length;
      }
    });
    return `${total} records of ${TOPICS.size} topics`;
  },
};

async function readByOffsets(
  { admin, reader }: Pick<KafkaCheckSetting, 'admin' | 'reader'>,
  topic: string,
  partitions: number,
): Promise<KafkaEventRecord[]> {
  const readings = Array.from({ length: partitions }, async (_, partition) => {
    const end = await endOffset(admin, topic, partition);
    return reader.readOffsets(offsetRange(topic, 0, end - 1, { partition }));
  });
  return (await Promise.all(readings)).flatMap(({ records }) => records);
}

async function endOffset(admin: Admin, topic: string, partition: number): Promise<number> {
  const partitions = [{ partitionIndex: partition, timestamp: -1n }];
  const [listed] = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
  return Number(listed?.partitions[0]?.offset ?? 0n);
}

function byPlace(a: KafkaEventRecord, b: KafkaEventRecord): number {
  return a.partition - b.partition || a.offset - b.offset;
}
