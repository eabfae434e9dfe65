import type { Certificates } from './certificates.ts';

/** Ports of loopback, one a listener. */
export interface BrokerPorts {
  readonly controller: number;
  readonly plaintext: number;
  readonly tls: number;
  readonly mtls: number;
  readonly sasl: number;
}

/** The user that the SASL listener knows, by every mechanism. */
export const BROKER_USER = { username: 'redrive', password: 'only-in-tests' } as const;

/** By listener. Kafka writes the names of listeners in capitals, but for the prefix of their properties. */
const PROTOCOLS = {
  plaintext: 'PLAINTEXT',
  tls: 'SSL',
  mtls: 'SSL',
  sasl: 'SASL_SSL',
} as const satisfies Partial<Record<keyof BrokerPorts, string>>;

/** server.properties of one node that is broker and controller, with a listener for each way to log in. */
export function serverProperties(
  ports: BrokerPorts,
  dataFolder: string,
  { caFile, brokerFile }: Certificates,
): string {
  const brokerListeners = (['plaintext', 'tls', 'mtls', 'sasl'] as const).map(
    (name) => `${name.toUpperCase()}://localhost:${ports[name]}`,
  );
  const protocols = Object.entries({ ...PROTOCOLS, controller: 'PLAINTEXT' });
  const { username, password } = BROKER_USER;
  return propertiesText({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@localhost:${ports.controller}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': protocols
      .map(([name, protocol]) => `${name.toUpperCase()}:${protocol}`)
      .join(','),
    listeners: [...brokerListeners, `CONTROLLER://localhost:${ports.controller}`].join(','),
    'advertised.listeners': brokerListeners.join(','),
    'log.dirs': dataFolder,
    'auto.create.topics.enable': false,
    // One node holds one replica of everything, and few partitions start fast.
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    // Nobody else could have taken the place of a broker that was killed, so that it need not wait long to come back.
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 500,
    // The first members of a group are there at once.
    'group.initial.rebalance.delay.ms': 0,
    // Some checks write records of years ago, which the default of a week would take away at the next pass.
    'log.retention.ms': -1,
    // Compaction is waited for.
    'log.cleaner.backoff.ms': 100,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
    'allow.everyone.if.no.acl.found': true,
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': brokerFile,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': caFile,
    'listener.name.mtls.ssl.client.auth': 'required',
    'listener.name.sasl.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.sasl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`,
    ...scramLogin('256'),
    ...scramLogin('512'),
  });
}

/** What `StorageTool format` is told of users; their passwords by SCRAM are part of the cluster's metadata. */
export function scramOptions(): string[] {
  const { username, password } = BROKER_USER;
  return ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name="${username}",password="${password}"]`,
  ]);
}

function scramLogin(bits: '256' | '512'): Record<string, string> {
  const module = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  return { [`listener.name.sasl.scram-sha-${bits}.sasl.jaas.config`]: module };
}

function propertiesText(properties: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
