/** How brokers let a client in: the names of `--kafka-auth`. All but `none` are over TLS. */
export const KAFKA_AUTHS = ['none', 'tls', 'mtls', 'iam', 'scram', 'scram-256', 'plain'] as const;
export type KafkaAuth = (typeof KAFKA_AUTHS)[number];

/** Certificates to trust, in PEM; undefined for those that Node knows, which is right for MSK. */
interface Trust {
  readonly ca: string | undefined;
}

/** What a client shows to be let in. */
export type KafkaAccess =
  | { readonly auth: 'none' }
  | (Trust & { readonly auth: 'tls' })
  | (Trust & {
      readonly auth: 'mtls';
      /** PEM, with the certificates between it and the authority. */
      readonly certificate: string;
      /** PEM. */
      readonly privateKey: string;
      readonly privateKeyPassword: string | undefined;
    })
  | (Trust & { readonly auth: 'iam' })
  | (Trust & {
      /** `scram` is SCRAM-SHA-512, the only one that MSK has; `plain` is SASL/PLAIN. */
      readonly auth: 'scram' | 'scram-256' | 'plain';
      readonly username: string;
      readonly password: string;
    });

/**
 * The listeners of an MSK cluster, from within the VPC and from outside.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 */
const AUTH_OF_PORT: ReadonlyMap<number, KafkaAuth> = new Map([
  [9092, 'none'],
  [9094, 'tls'],
  [9096, 'scram'],
  [9098, 'iam'],
  [9194, 'tls'],
  [9196, 'scram'],
  [9198, 'iam'],
]);

/** What the port stands for on MSK; undefined when it says nothing, or when the brokers' ports disagree. */
export function authOfPorts(brokers: readonly string[]): KafkaAuth | undefined {
  const auths = new Set(brokers.map((broker) => AUTH_OF_PORT.get(portOf(broker))));
  const [auth] = auths;
  return auths.size === 1 ? auth : undefined;
}

function portOf(broker: string): number {
  return Number(broker.slice(broker.lastIndexOf(':') + 1));
}
