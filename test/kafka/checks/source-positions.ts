import assert from 'node:assert/strict';
import type { Admin } from '@platformatic/kafka';
import type { KafkaSource } from '../../../infra/kafka/kafka-source.ts';
import type { StartingPosition } from '../../../infra/kafka/record-source.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import { read, readRecords, subscriptionTo, withSource } from '../source-members.ts';
import { createTopic } from '../topics.ts';
import { writeRecords } from '../write-records.ts';

const TOPIC = 'source-positions';
const EARLY_MS = 1_700_000_000_000;
const LATE_MS = 1_700_000_900_000;

/** Offsets 0 to 4 are early, 5 to 9 are late, and 10 to 14 come when the groups have begun. */
const RECORDS = 5;

export const sourcePositions: KafkaCheck = {
  says: 'a new group begins where it is told to, and one that has committed goes on, or where retention has left it',
  async run({ broker, writer, admin }) {
    await createTopic(admin, TOPIC, {
      configs: { 'message.timestamp.before.max.ms': String(2n ** 63n - 1n) },
    });
    await writeRecords(writer, TOPIC, 1, RECORDS, EARLY_MS);
    await writeRecords(writer, TOPIC, 1, RECORDS, LATE_MS);
    const notices: string[] = [];
    return withSource(
      broker,
      async (source) => {
        const positions: readonly (readonly [string, StartingPosition, number])[] = [
          ['horizon', 'TRIM_HORIZON', 0],
          ['latest', 'LATEST', 2 * RECORDS],
          ['between', { timestampMs: LATE_MS - 1 }, RECORDS],
          ['exact', { timestampMs: EARLY_MS }, 0],
          ['future', { timestampMs: Date.now() + 3_600_000 }, 2 * RECORDS],
        ];
        const members = await Promise.all(
          positions.map(async ([groupId, startingPosition, first]) => {
            const member = await source.join(subscriptionTo(TOPIC, { groupId, startingPosition }));
            // Where it begins is found out when it reads, or is asked for its lag.
            assert.deepEqual(await member.lag(), new Map([[0, 2 * RECORDS - first]]), groupId);
            return { member, first, groupId };
          }),
        );
        // Nothing of it is committed by its members, and yet it is not left out by who comes after them.
        for (const { member, groupId } of members) if (groupId === 'latest') await member.close();
        await writeRecords(writer, TOPIC, 1, RECORDS);

        for (const { member, first, groupId } of members) {
          const current =
            groupId === 'latest'
              ? await source.join(subscriptionTo(TOPIC, { groupId, startingPosition: 'LATEST' }))
              : member;
          const records = await readRecords(current, 3 * RECORDS - first);
          assert.deepEqual(
            records.map(({ offset }) => offset),
            Array.from({ length: 3 * RECORDS - first }, (_, index) => first + index),
            groupId,
          );
          await current.commit(new Map([[0, RECORDS]]));
          await current.close();
        }
        assert.deepEqual(await firstOffset(source, 'horizon'), RECORDS);
        // Less than where it began is not committed.
        assert.deepEqual(await firstOffset(source, 'latest'), 2 * RECORDS);

        await expire(admin, 2 * RECORDS + 2);
        assert.deepEqual(notices, []);
        assert.deepEqual(await firstOffset(source, 'horizon'), 2 * RECORDS + 2);
        assert.deepEqual(notices, [
          `${TOPIC}-0 no longer has offset ${RECORDS}, the next to be read: what was there has expired. It is read from its first offset, ${2 * RECORDS + 2}, on.`,
        ]);
        return positions.map(([groupId, , first]) => `${groupId} at ${first}`).join(', ');
      },
      { onNotice: (text) => notices.push(text) },
    );
  },
};

async function firstOffset(source: KafkaSource, groupId: string): Promise<number | undefined> {
  const member = await source.join(subscriptionTo(TOPIC, { groupId, startingPosition: 'LATEST' }));
  try {
    const [record] = await read(member, { maxRecords: 1, waitMs: 20_000 });
    return record?.offset;
  } finally {
    await member.close();
  }
}

async function expire(admin: Admin, offset: number): Promise<void> {
  const partitions = [{ partition: 0, offset: BigInt(offset) }];
  await admin.deleteRecords({ topics: [{ name: TOPIC, partitions }] });
}
