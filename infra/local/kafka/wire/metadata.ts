import { type Reader, Writer } from '@platformatic/kafka';
import type { TopicLogs } from '../log/topic-logs.ts';
import { BROKER_ERRORS } from './broker-error.ts';

/** Where clients find the one broker. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** The only broker leads all partitions and has the only replica of each. */
const NODE_ID = 1;
const LEADER_EPOCH = 0;
const CLUSTER_ID = 'embedded-kafka';

/** Nobody asked for the operations that are allowed. */
const NO_OPERATIONS = -2_147_483_648;

export interface MetadataRequest {
  /** null is all topics. */
  readonly topics: readonly string[] | null;
}

/** What the request says of topics to create is passed over: there are those that there are. */
export function readMetadataRequest(reader: Reader): MetadataRequest {
  return { topics: reader.readNullableArray(() => reader.readString(false), false, false) };
}

export function answerMetadata({ topics }: MetadataRequest, logs: TopicLogs, at: BrokerAddress): Writer {
  const names = topics === null ? logs.topicNames : topics;
  const writer = Writer.create().appendInt32(0);
  writer.appendArray([at], (to, broker) => writeBroker(to, broker), false, false);
  writer.appendString(CLUSTER_ID, false).appendInt32(NODE_ID);
  writer.appendArray([...names], (to, name) => writeTopic(to, name, logs), false, false);
  return writer.appendInt32(NO_OPERATIONS);
}

function writeBroker(writer: Writer, { host, port }: BrokerAddress): void {
  writer.appendInt32(NODE_ID).appendString(host, false).appendInt32(port).appendString(null, false);
}

function writeTopic(writer: Writer, name: string, logs: TopicLogs): void {
  const partitions = logs.find(name);
  const errorCode = partitions === undefined ? BROKER_ERRORS.UNKNOWN_TOPIC_OR_PARTITION : BROKER_ERRORS.NONE;
  writer.appendInt16(errorCode).appendString(name, false).appendBoolean(false);
  writer.appendArray(
    [...(partitions ?? [])],
    (to, { of: { partition } }) => {
      to.appendInt16(BROKER_ERRORS.NONE)
        .appendInt32(partition)
        .appendInt32(NODE_ID)
        .appendInt32(LEADER_EPOCH);
      writeNodes(to, [NODE_ID]);
      writeNodes(to, [NODE_ID]);
      writeNodes(to, []);
    },
    false,
    false,
  );
  writer.appendInt32(NO_OPERATIONS);
}

/** Replicas, those in sync, those offline. */
function writeNodes(writer: Writer, nodes: number[]): void {
  writer.appendArray(nodes, (to, node) => to.appendInt32(node), false, false);
}
