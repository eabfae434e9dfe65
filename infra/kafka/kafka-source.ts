import { Admin } from '@platformatic/kafka';
import { clientOptions } from './client-options.ts';
import { ConnectionErrors } from './connection-errors.ts';
import { explainError } from './explain-error.ts';
import { KafkaMember } from './kafka-member.ts';
import type { KafkaOptions } from './kafka-options.ts';
import type { GroupMember, RecordSource, Subscription } from './record-source.ts';

export interface KafkaSourceOptions extends KafkaOptions {
  /** Of an MSK cluster, which the events then name. @default - a self-managed cluster */
  readonly eventSourceArn?: string;
  /** Told of records that are passed over because the topic no longer has them. @default nothing is told */
  readonly onNotice?: (text: string) => void;
}

export interface KafkaSource extends RecordSource {
  /** Its members leave their groups. */
  close(): Promise<void>;
}

const CLIENT_ID = 'kafka-eventbridge-bridge-source';

/** Who mistyped an address wants to know soon. */
const CONNECT_RETRIES = 1;

/**
 * A real Kafka as the source of event source mappings.
 *
 * @throws KafkaError if no broker is reached, or none lets this client in.
 */
export async function connectKafkaSource(options: KafkaSourceOptions): Promise<KafkaSource> {
  await connect(options);
  const { brokers, access, eventSourceArn, onNotice = () => undefined } = options;
  const members = new Set<KafkaMember>();
  return {
    eventMembers: {
      ...(eventSourceArn === undefined
        ? { eventSource: 'SelfManagedKafka' }
        : { eventSource: 'aws:kafka', eventSourceArn }),
      bootstrapServers: brokers.join(','),
    },
    join: async (subscription: Subscription): Promise<GroupMember> => {
      const member = new KafkaMember({ ...subscription, kafka: { brokers, access }, onNotice });
      members.add(member);
      try {
        await member.join();
        return member;
      } catch (error) {
        await member.close();
        throw error;
      }
    },
    close: async () => {
      await Promise.all(Array.from(members, (member) => member.close()));
    },
  };
}

async function connect(options: KafkaOptions): Promise<void> {
  const client = new Admin(clientOptions(options, CLIENT_ID));
  const connectionErrors = new ConnectionErrors(client);
  try {
    await client.metadata({ topics: [], retries: CONNECT_RETRIES });
  } catch (error) {
    throw explainError(error, `Connecting to ${options.brokers.join(', ')}`, connectionErrors.latest);
  } finally {
    await client.close();
  }
}
