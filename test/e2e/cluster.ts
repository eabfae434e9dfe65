import { readFileSync } from 'node:fs';
import { Admin } from '@platformatic/kafka';
import type { KafkaOptions } from '../../infra/kafka/kafka-options.ts';
import { connectKafkaSource } from '../../infra/kafka/kafka-source.ts';
import type { RecordSource } from '../../infra/kafka/record-source.ts';
import { type KafkaBroker, startKafkaBroker } from '../kafka/kafka-broker.ts';
import { BROKER_USER } from '../kafka/server-properties.ts';
import { createTopic } from '../kafka/topics.ts';
import { waitUntil, within } from './wait-until.ts';

const ANSWER_TIMEOUT_MS = 20_000;

/** How clients get in: `open` is without TLS and login, `secured` by TLS and SCRAM. */
export type Listener = 'open' | 'secured';

export interface ConnectedSource extends RecordSource {
  close(): Promise<void>;
}

/** A broker of Apache Kafka, its topics, and what its groups have committed: asked of itself, not of those who write there. */
export class Cluster {
  readonly broker: KafkaBroker;

  static async start(onStage: (text: string) => void): Promise<Cluster> {
    return new Cluster(await startKafkaBroker(onStage));
  }

  private constructor(broker: KafkaBroker) {
    this.broker = broker;
  }

  async createTopic(topic: string, partitions: number): Promise<void> {
    await this.#withAdmin((admin) => createTopic(admin, topic, { partitions }));
    // A topic that is made is not at once one that every request knows.
    await waitUntil({
      for: () => `the topic ${topic}`,
      until: async () => (await this.#withAdmin((admin) => admin.listTopics())).includes(topic),
    });
  }

  /** @param onNotice told of records that are passed over. */
  async connect(listener: Listener, onNotice: (text: string) => void): Promise<ConnectedSource> {
    return await connectKafkaSource({ ...this.options(listener), onNotice });
  }

  options(listener: Listener): KafkaOptions {
    const { ports, bootstrapServers, certificates } = this.broker;
    if (listener === 'open') return { brokers: [bootstrapServers], access: { auth: 'none' } };
    return {
      brokers: [`localhost:${ports.sasl}`],
      access: { auth: 'scram', ca: readFileSync(certificates.caFile, 'utf8'), ...BROKER_USER },
    };
  }

  /** The same in the words of Kafka's Java clients. */
  producerConnection(listener: Listener): Readonly<Record<string, string>> {
    const { ports, bootstrapServers, certificates } = this.broker;
    if (listener === 'open') return { 'bootstrap.servers': bootstrapServers };
    const login = 'org.apache.kafka.common.security.scram.ScramLoginModule';
    const { username, password } = BROKER_USER;
    return {
      'bootstrap.servers': `localhost:${ports.sasl}`,
      'security.protocol': 'SASL_SSL',
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': certificates.caFile,
      'sasl.mechanism': 'SCRAM-SHA-512',
      'sasl.jaas.config': `${login} required username="${username}" password="${password}";`,
    };
  }

  /** Offset of the next record to read, by partition; partitions that nothing was committed of are left out. */
  async committedOffsets(groupId: string, topic: string): Promise<ReadonlyMap<number, number>> {
    const groups = await this.#withAdmin((admin) => admin.listConsumerGroupOffsets({ groups: [groupId] }));
    const partitions = groups.flatMap(({ topics }) =>
      topics.filter(({ name }) => name === topic).flatMap((found) => found.partitions),
    );
    return new Map(
      partitions
        .filter(({ committedOffset }) => committedOffset >= 0n)
        .map(({ partitionIndex, committedOffset }) => [partitionIndex, Number(committedOffset)]),
    );
  }

  /** Members of a group that has shared out its partitions; 0 while it has not. */
  async assignedMembers(groupId: string): Promise<number> {
    const groups = await this.#withAdmin((admin) => admin.describeGroups({ groups: [groupId] }));
    const group = groups.get(groupId);
    // The client declares it in capitals, and passes on what the broker writes.
    return group !== undefined && /^stable$/i.test(group.state) ? group.members.size : 0;
  }

  async close(): Promise<void> {
    await this.broker.close();
  }

  /** A connection for each question: the broker comes and goes. */
  async #withAdmin<Answer>(ask: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const admin = new Admin({ clientId: 'e2e', bootstrapBrokers: [this.broker.bootstrapServers] });
    try {
      return await within('an answer of the broker', ask(admin), ANSWER_TIMEOUT_MS);
    } finally {
      await within('the connection to the broker to end', admin.close(), ANSWER_TIMEOUT_MS);
    }
  }
}
