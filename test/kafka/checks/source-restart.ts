import assert from 'node:assert/strict';
import { KafkaError } from '../../../infra/kafka/kafka-error.ts';
import type { GroupMember } from '../../../infra/kafka/record-source.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import { places, read, subscriptionTo, until, withSource } from '../source-members.ts';
import { createTopic } from '../topics.ts';
import { writeRecords } from '../write-records.ts';

const TOPIC = 'source-restart';
const PARTITIONS = 2;
const RECORDS = 100;

export const sourceRestart: KafkaCheck = {
  says: 'while the broker is down each read says so in time, and when it is back the member goes on without loss',
  async run({ broker, writer, admin }) {
    await createTopic(admin, TOPIC, { partitions: PARTITIONS });
    await writeRecords(writer, TOPIC, PARTITIONS, RECORDS);
    return withSource(broker, async (source) => {
      const member = await source.join(subscriptionTo(TOPIC));
      const seen = new Set<string>();
      await until(async () => (await readOn(member, seen)) >= RECORDS / 2);
      await broker.stop('SIGKILL');
      const unreachable = { name: 'KafkaError', code: 'BROKER_UNREACHABLE' };
      await Promise.all([
        assert.rejects(readForEver(member, seen), unreachable),
        assert.rejects(member.commit(new Map([[0, 1]])), unreachable),
        assert.rejects(member.lag(), unreachable),
      ]);

      await broker.start();
      const startMs = performance.now();
      await writeRecords(writer, TOPIC, PARTITIONS, RECORDS);
      await until(
        async () => (await readOn(member, seen).catch(unreachableStill)) === 2 * PARTITIONS * RECORDS,
      );
      const tookMs = performance.now() - startMs;

      await member.commit(
        new Map(Array.from({ length: PARTITIONS }, (_, partition) => [partition, 2 * RECORDS])),
      );
      assert.deepEqual(new Set((await member.lag()).values()), new Set([0]));
      return `${seen.size} records, the last ${Math.round(tookMs)} ms after the broker was back`;
    });
  },
};

/** @returns how many records have been seen. */
async function readOn(member: GroupMember, seen: Set<string>): Promise<number> {
  for (const place of places(await read(member, { maxRecords: 50 }))) seen.add(place);
  return seen.size;
}

/** @throws KafkaError when the broker is not there. */
async function readForEver(member: GroupMember, seen: Set<string>): Promise<never> {
  for (;;) await readOn(member, seen);
}

/** What went wrong while the broker was down may be told by the first read thereafter. */
function unreachableStill(error: unknown): undefined {
  assert.ok(error instanceof KafkaError);
}
