import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ResourceTypes } from '@platformatic/kafka';
import type { KafkaAccess } from '../../../infra/kafka/kafka-access.ts';
import type { KafkaFailureCode } from '../../../infra/kafka/kafka-error.ts';
import { connectKafka } from '../../../infra/redrive/kafka/kafka-reader.ts';
import { forbidReading } from '../forbid-reading.ts';
import { freePorts } from '../free-ports.ts';
import type { KafkaBroker } from '../kafka-broker.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import { BROKER_USER } from '../server-properties.ts';
import { createTopic, offsetRange } from '../topics.ts';

const FORBIDDEN = 'forbidden';
const ALLOWED = 'allowed';

interface RefusedCase {
  readonly what: string;
  readonly port: number;
  readonly access: KafkaAccess;
  readonly topic?: string;
  readonly partition?: number;
  readonly code: KafkaFailureCode;
}

export const refused: KafkaCheck = {
  says: 'what goes wrong has a code and a remedy that fit',
  async run({ broker, admin }) {
    await createTopic(admin, FORBIDDEN);
    await createTopic(admin, ALLOWED);
    await forbidReading(admin, ResourceTypes.TOPIC, FORBIDDEN);
    const cases = await casesOf(broker);
    for (const { what, port, access, topic = ALLOWED, partition = 0, code } of cases) {
      await assert.rejects(
        async () => {
          const reader = await connectKafka({ brokers: [`localhost:${port}`], access });
          try {
            await reader.readOffsets(offsetRange(topic, 0, 0, { partition }));
          } finally {
            await reader.close();
          }
        },
        { code },
        what,
      );
    }
    return `${cases.length} cases: ${[...new Set(cases.map(({ code }) => code))].join(', ')}`;
  },
};

async function casesOf({ ports, certificates }: KafkaBroker): Promise<RefusedCase[]> {
  const ca = readFileSync(certificates.caFile, 'utf8');
  const [closed = 0] = await freePorts(1);
  const none: KafkaAccess = { auth: 'none' };
  const tls: KafkaAccess = { auth: 'tls', ca };
  const scram: KafkaAccess = { auth: 'scram', ca, ...BROKER_USER };
  const wrong = { ca, ...BROKER_USER, password: 'wrong' };
  return [
    { what: 'nobody listens', port: closed, access: none, code: 'BROKER_UNREACHABLE' },
    { what: 'no TLS where there must be', port: ports.tls, access: none, code: 'TLS_FAILED' },
    { what: 'TLS where there is none', port: ports.plaintext, access: tls, code: 'TLS_FAILED' },
    { what: 'an unknown authority', port: ports.tls, access: { ...tls, ca: undefined }, code: 'TLS_FAILED' },
    { what: 'no certificate for mtls', port: ports.mtls, access: tls, code: 'TLS_FAILED' },
    {
      what: 'a wrong password',
      port: ports.sasl,
      access: { auth: 'scram', ...wrong },
      code: 'LOGIN_REFUSED',
    },
    {
      what: 'a wrong password',
      port: ports.sasl,
      access: { auth: 'plain', ...wrong },
      code: 'LOGIN_REFUSED',
    },
    { what: 'an ACL', port: ports.sasl, access: scram, topic: FORBIDDEN, code: 'NOT_AUTHORIZED' },
    { what: 'no such topic', port: ports.plaintext, access: none, topic: 'none', code: 'TOPIC_MISSING' },
    {
      what: 'no such partition',
      port: ports.plaintext,
      access: none,
      partition: 7,
      code: 'PARTITION_MISSING',
    },
  ];
}
