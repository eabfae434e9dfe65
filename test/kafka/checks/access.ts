import assert from 'node:assert/strict';
import { readKafkaOptions } from '../../../infra/kafka/kafka-options.ts';
import { connectKafka } from '../../../infra/redrive/kafka/kafka-reader.ts';
import type { KafkaBroker } from '../kafka-broker.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import { BROKER_USER } from '../server-properties.ts';
import { createTopic, offsetRange } from '../topics.ts';

const TOPIC = 'access';
/** The environment of who logs in by name. */
export const LOGIN = { KAFKA_USERNAME: BROKER_USER.username, KAFKA_PASSWORD: BROKER_USER.password };

export const access: KafkaCheck = {
  says: 'every way to log in but IAM, which is of MSK alone, opens the door, by the options of the command line',
  async run({ broker, writer, admin }) {
    await createTopic(admin, TOPIC);
    const record = { topic: TOPIC, partition: 0, value: 'AA==' };
    await writer.write({
      producers: { java: {} },
      steps: [{ do: 'send', producer: 'java', record }],
    });
    const ways = waysIn(broker);
    for (const values of ways) {
      const reader = await connectKafka(readKafkaOptions(values, LOGIN));
      try {
        const { records } = await reader.readOffsets(offsetRange(TOPIC, 0, 0));
        assert.equal(records.length, 1);
      } finally {
        await reader.close();
      }
    }
    return ways.map((values) => values['kafka-auth']).join(', ');
  },
};

/** Options of the command line. */
export function waysIn({ ports, certificates }: KafkaBroker) {
  const ca = { 'kafka-ca': certificates.caFile };
  const clientCertificate = {
    'kafka-cert': certificates.clientCertificateFile,
    'kafka-key': certificates.clientKeyFile,
  };
  const sasl = { ...ca, 'bootstrap-servers': `localhost:${ports.sasl}` };
  return [
    { 'kafka-auth': 'none', 'bootstrap-servers': `localhost:${ports.plaintext}` },
    { ...ca, 'kafka-auth': 'tls', 'bootstrap-servers': `localhost:${ports.tls}` },
    { ...ca, ...clientCertificate, 'kafka-auth': 'mtls', 'bootstrap-servers': `localhost:${ports.mtls}` },
    { ...sasl, 'kafka-auth': 'scram' },
    { ...sasl, 'kafka-auth': 'scram-256' },
    { ...sasl, 'kafka-auth': 'plain' },
  ];
}
