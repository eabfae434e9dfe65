import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import type { RecordSource } from '../../kafka/record-source.ts';
import { ConsumerGroups } from './group/consumer-groups.ts';
import { LOG_LIMITS, type LogLimits } from './log/retention.ts';
import { TopicLogs, type TopicSettings } from './log/topic-logs.ts';
import { startBrokerListener } from './wire/broker-listener.ts';
import type { ProduceFault } from './wire/produce-fault.ts';
import { RequestHandler } from './wire/request-handler.ts';

export interface EmbeddedKafkaOptions {
  /** All that there are; none are made later. */
  readonly topics: readonly TopicSettings[];
  /** IPv4 address to listen on; `0.0.0.0` lets everyone in who reaches this machine. @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, which takes a free one */
  readonly port?: number;
  /** Told of each record once it is in the log. @default nobody is told */
  readonly onAppended?: (record: KafkaEventRecord) => void;
  /** @default - kept from 64 MiB on as far as needed, 256 MiB at most */
  readonly limits?: LogLimits;
}

/** A record to append, in the form of Lambda's events. */
export type NewRecord = Pick<KafkaEventRecord, 'topic' | 'partition'> &
  Partial<Pick<KafkaEventRecord, 'timestamp' | 'key' | 'value' | 'headers'>>;

/** A Kafka in this process. */
export interface EmbeddedKafka {
  /** `127.0.0.1:<port>`, for producers: no TLS, no login. */
  readonly bootstrapServers: string;
  readonly source: RecordSource;
  /**
   * How many records were ever appended to the topic.
   *
   * @throws Error if there is no such topic.
   */
  recordCount(topic: string): number;
  /**
   * Appends without a producer. The time is now unless it is given.
   *
   * @throws Error if there is no such partition, or no room.
   */
  append(record: NewRecord): KafkaEventRecord;
  /** The next Produce request meets this fault; several are met one after the other. */
  injectFault(fault: ProduceFault): void;
  /** Ends all connections of producers; they open new ones. */
  disconnectProducers(): void;
  /** Ends the members of all groups and all connections. What is in the log is gone. */
  close(): Promise<void>;
}

/** Made up, as is everything of it: events of Amazon MSK name their cluster. */
const CLUSTER_ARN =
  'arn:aws:kafka:eu-west-1:123456789012:cluster/demo/751d2973-a626-431c-9d4e-d7975eb44dd7-2';

/**
 * Starts a Kafka in this process: an in-memory log, consumer groups that are reached in process, and a listener for real
 * producers. What it leaves out is in `KAFKA_LEFT_OUT`.
 *
 * @example
 * const kafka = await startEmbeddedKafka({ topics: [{ name: 'orders', partitions: 3 }] });
 * const producer = new Producer({ clientId: 'shop', bootstrapBrokers: [kafka.bootstrapServers] });
 */
export async function startEmbeddedKafka(options: EmbeddedKafkaOptions): Promise<EmbeddedKafka> {
  const { topics, limits = LOG_LIMITS, onAppended, host = '127.0.0.1', port = 0 } = options;
  const groups = new ConsumerGroups();
  const logs = new TopicLogs({ topics, limits, readers: groups, onAppended });
  const handler = new RequestHandler(logs, () => listener.address);
  const listener = await startBrokerListener({ host, port, handle: (frame) => handler.handle(frame) });
  const bootstrapServers = `${listener.address.host}:${listener.address.port}`;

  return {
    bootstrapServers,
    source: {
      eventMembers: { eventSource: 'aws:kafka', eventSourceArn: CLUSTER_ARN, bootstrapServers },
      join: async (subscription) => await groups.join(partitionsOf(logs, subscription.topic), subscription),
    },
    recordCount: (topic) => partitionsOf(logs, topic).reduce((sum, { endOffset }) => sum + endOffset, 0),
    append: (record) => append(logs, record),
    injectFault: (fault) => handler.inject(fault),
    disconnectProducers: () => listener.disconnect(),
    close: async () => {
      await groups.close();
      await listener.close();
    },
  };
}

function append(logs: TopicLogs, record: NewRecord): KafkaEventRecord {
  const { topic, partition, timestamp = Date.now(), key, value, headers = [] } = record;
  const log = partitionsOf(logs, topic)[partition];
  if (log === undefined) throw new Error(`There is no partition ${topic}-${partition}.`);
  const appended: KafkaEventRecord = {
    topic,
    partition,
    offset: log.endOffset,
    timestamp,
    timestampType: 'CREATE_TIME',
    // As in an event: what Kafka does not have is left out.
    ...(key != null && { key }),
    ...(value != null && { value }),
    headers,
  };
  logs.append(log, [appended]);
  return appended;
}

function partitionsOf(logs: TopicLogs, topic: string) {
  const partitions = logs.find(topic);
  if (partitions === undefined) throw new Error(`There is no topic ${topic}.`);
  return partitions;
}
