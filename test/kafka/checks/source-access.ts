import assert from 'node:assert/strict';
import { readKafkaOptions } from '../../../infra/kafka/kafka-options.ts';
import { connectKafkaSource } from '../../../infra/kafka/kafka-source.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import { nextOffsets, readRecords, subscriptionTo } from '../source-members.ts';
import { createTopic } from '../topics.ts';
import { writeRecords } from '../write-records.ts';
import { LOGIN, waysIn } from './access.ts';

const TOPIC = 'source-access';

export const sourceAccess: KafkaCheck = {
  says: 'a group is joined, read and committed by every way to log in',
  async run({ broker, writer, admin }) {
    await createTopic(admin, TOPIC);
    const ways = waysIn(broker);
    await writeRecords(writer, TOPIC, 1, ways.length);
    for (const [index, values] of ways.entries()) {
      const source = await connectKafkaSource(readKafkaOptions(values, LOGIN));
      try {
        const member = await source.join(subscriptionTo(TOPIC));
        const [record] = await readRecords(member, 1, { maxRecords: 1 });
        assert.equal(record?.offset, index, values['kafka-auth']);
        await member.commit(nextOffsets([record]));
        assert.deepEqual(await member.lag(), new Map([[0, ways.length - index - 1]]));
      } finally {
        await source.close();
      }
    }
    return `${ways.length} records, each by its own way: ${ways.map((values) => values['kafka-auth']).join(', ')}`;
  },
};
