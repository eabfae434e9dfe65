import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Consumer, ResourceTypes } from '@platformatic/kafka';
import type { KafkaFailureCode } from '../../../infra/kafka/kafka-error.ts';
import { connectKafkaSource } from '../../../infra/kafka/kafka-source.ts';
import type { Subscription } from '../../../infra/kafka/record-source.ts';
import { forbidReading } from '../forbid-reading.ts';
import type { KafkaBroker } from '../kafka-broker.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import { BROKER_USER } from '../server-properties.ts';
import { subscriptionTo } from '../source-members.ts';
import { createTopic } from '../topics.ts';

const TOPIC = 'source-refused';
const FORBIDDEN_GROUP = 'source-refused-forbidden';
const UNLIKE_GROUP = 'source-refused-unlike';

export const sourceRefused: KafkaCheck = {
  says: 'a group that cannot be joined is refused with a code and a remedy that fit',
  async run({ broker, admin }) {
    await createTopic(admin, TOPIC);
    await forbidReading(admin, ResourceTypes.GROUP, FORBIDDEN_GROUP);
    const other = await joinByTurns(broker);
    const cases: readonly (readonly [Partial<Subscription>, KafkaFailureCode])[] = [
      [{ topic: 'none' }, 'TOPIC_MISSING'],
      [{ groupId: FORBIDDEN_GROUP }, 'GROUP_NOT_AUTHORIZED'],
      [{ groupId: UNLIKE_GROUP }, 'GROUP_UNLIKE'],
    ];
    const ca = readFileSync(broker.certificates.caFile, 'utf8');
    const source = await connectKafkaSource({
      brokers: [`localhost:${broker.ports.sasl}`],
      access: { auth: 'scram', ca, ...BROKER_USER },
    });
    try {
      for (const [also, code] of cases) {
        await assert.rejects(source.join(subscriptionTo(TOPIC, also)), { name: 'KafkaError', code });
      }
    } finally {
      await source.close();
      await other.close(true);
    }
    return cases.map(([, code]) => code).join(', ');
  },
};

/** A member of another program, with another way to share out partitions. */
async function joinByTurns({ bootstrapServers }: KafkaBroker): Promise<Consumer> {
  const consumer = new Consumer({
    clientId: 'other',
    groupId: UNLIKE_GROUP,
    bootstrapBrokers: [bootstrapServers],
    protocols: [{ name: 'roundrobin', version: 1 }],
  });
  consumer.topics.track(TOPIC);
  await consumer.joinGroup();
  return consumer;
}
