import { Producer, type ProducerOptions, SASLMechanisms } from '@platformatic/kafka';
import { mskToken } from '../msk-token.ts';

/** A record on its way to a topic. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer;
}

/** Resolves when every in-sync replica has the records; rejects if any of them may be missing. */
export type SendRecords = (records: readonly OutgoingRecord[]) => Promise<void>;

/** How to reach the brokers; `msk-iam` is TLS with IAM access control. */
export const KAFKA_SECURITIES = ['msk-iam', 'plaintext'] as const;
export type KafkaSecurity = (typeof KAFKA_SECURITIES)[number];

export interface KafkaSenderOptions {
  readonly clientId: string;
  /** `host:port`, one or more. */
  readonly brokers: readonly string[];
  readonly security: KafkaSecurity;
}

/** Time to open and authenticate a connection; brokers of the same VPC take a fraction of it. */
const CONNECT_TIMEOUT_MS = 3_000;

/** Time for the answer to one request. */
const REQUEST_TIMEOUT_MS = 10_000;

/** Attempts after the first. With the delay they outlast the election of a new leader. */
const RETRIES = 5;

/** An MSK broker admits few new IAM connections a second. https://docs.aws.amazon.com/msk/latest/developerguide/limits.html */
const RETRY_DELAY_MS = 1_000;

/** Leaders are asked for again after this, and at once when one has moved. */
const METADATA_MAX_AGE_MS = 60_000;

/**
 * Sends records to Kafka: idempotent, so that a repeated request writes once, and acknowledged by all in-sync replicas.
 * One is kept for the life of an execution environment. The client opens connections when they are needed, and again
 * after a broker closed them, as it does when a session ends while Lambda has frozen the environment.
 */
export class KafkaSender {
  readonly #producer: Producer<string, Buffer>;

  constructor(options: KafkaSenderOptions) {
    this.#producer = new Producer(producerOptions(options));
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.#producer.send({ messages: [...records] });
  }

  async close(): Promise<void> {
    await this.#producer.close();
  }
}

/** @throws Error if the text is not one of {@link KAFKA_SECURITIES}. */
export function kafkaSecurity(text: string | undefined): KafkaSecurity {
  const security = KAFKA_SECURITIES.find((known) => known === (text || 'msk-iam'));
  if (security === undefined) {
    throw new Error(`The security of Kafka is ${KAFKA_SECURITIES.join(' or ')}, not "${text}".`);
  }
  return security;
}

export function producerOptions({
  clientId,
  brokers,
  security,
}: KafkaSenderOptions): ProducerOptions<string, Buffer, Buffer, Buffer> {
  return {
    clientId,
    bootstrapBrokers: [...brokers],
    idempotent: true,
    // Without a number an idempotent producer of this client repeats for ever.
    retries: RETRIES,
    retryDelay: RETRY_DELAY_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    metadataMaxAge: METADATA_MAX_AGE_MS,
    serializers: {
      key: (key) => (key === undefined ? undefined : Buffer.from(key)),
      value: (value) => value,
    },
    ...(security === 'plaintext' ? {} : iamAccess()),
  };
}

/** @see https://docs.aws.amazon.com/msk/latest/developerguide/configure-clients-for-iam-access-control.html */
function iamAccess() {
  return {
    tls: {},
    tlsServerName: true,
    // Asked for a token at each connection, and again before the session ends, which is when the token expires.
    sasl: { mechanism: SASLMechanisms.OAUTHBEARER, token: mskToken },
  };
}
