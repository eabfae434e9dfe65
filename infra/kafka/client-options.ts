import { isIP } from 'node:net';
import { type BaseOptions, SASLMechanisms } from '@platformatic/kafka';
import { mskToken } from '../../shared/msk-token.ts';
import type { KafkaAccess } from './kafka-access.ts';
import type { KafkaOptions } from './kafka-options.ts';

/** Time to open a connection; from a laptop through a tunnel it takes longer than within the VPC. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Time for the answer to one request. A broker waits for records for a fraction of it. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Attempts after the first. With the delay they outlast the election of a new leader. */
const RETRIES = 3;

/** An MSK broker admits few new IAM connections a second. https://docs.aws.amazon.com/msk/latest/developerguide/limits.html */
const RETRY_DELAY_MS = 1_000;

/**
 * Settings of the Kafka client: TLS and login as the options say, patience as above.
 *
 * @param clientId shown in the logs, metrics and quotas of the brokers.
 */
export function clientOptions({ brokers, access }: KafkaOptions, clientId: string): BaseOptions {
  return {
    clientId,
    bootstrapBrokers: [...brokers],
    autocreateTopics: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retries: RETRIES,
    retryDelay: RETRY_DELAY_MS,
    ...tlsOptions(brokers, access),
    ...saslOptions(access),
  };
}

function tlsOptions(brokers: readonly string[], access: KafkaAccess): Partial<BaseOptions> {
  if (access.auth === 'none') return {};
  const { ca } = access;
  // TLS has no server name that is an address.
  const tlsServerName = !brokers.some((broker) => isIP(hostOf(broker)) !== 0);
  return { tlsServerName, tls: { ...(ca !== undefined && { ca }), ...clientCertificate(access) } };
}

function clientCertificate(access: KafkaAccess) {
  if (access.auth !== 'mtls') return {};
  const { certificate, privateKey, privateKeyPassword } = access;
  return {
    cert: certificate,
    key: privateKey,
    ...(privateKeyPassword !== undefined && { passphrase: privateKeyPassword }),
  };
}

function saslOptions(access: KafkaAccess): Pick<BaseOptions, 'sasl'> {
  switch (access.auth) {
    case 'none':
    case 'tls':
    case 'mtls':
      return {};
    case 'iam':
      // Asked for a token at each connection, and again before the session ends, which is when the token expires.
      return { sasl: { mechanism: SASLMechanisms.OAUTHBEARER, token: mskToken } };
    case 'scram':
    case 'scram-256':
    case 'plain': {
      const { auth, username, password } = access;
      return { sasl: { mechanism: PASSWORD_MECHANISMS[auth], username, password } };
    }
  }
}

const PASSWORD_MECHANISMS = {
  scram: SASLMechanisms.SCRAM_SHA_512,
  'scram-256': SASLMechanisms.SCRAM_SHA_256,
  plain: SASLMechanisms.PLAIN,
} as const;

function hostOf(broker: string): string {
  return broker.slice(0, broker.lastIndexOf(':')).replaceAll(/[[\]]/g, '');
}
