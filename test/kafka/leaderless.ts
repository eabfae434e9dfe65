import { Connection, metadataV12, Reader, type ResponseParser, Writer } from '@platformatic/kafka';
import { NO_LEADER } from '../../infra/kafka/leaderless-partitions.ts';

/** Number of the one broker. */
const LEADER = 1;

const NO_ERROR = 0;
const LEADER_NOT_AVAILABLE = 5;

/**
 * Meanwhile a partition has no leader for all clients of this process. The one broker leads whatever there is, so what it says
 * is changed on its way.
 *
 * @param partition so high a number that it stands nowhere else in what is said of a topic.
 */
export async function withLeaderless<Result>(partition: number, use: () => Promise<Result>): Promise<Result> {
  const { send } = Connection.prototype;
  // Connections that are made meanwhile may keep what they find.
  let isLeaderless = true;
  Connection.prototype.send = function (apiKey, apiVersion, createPayload, parse, ...rest) {
    const isChanged = isLeaderless && apiKey === metadataV12.api.key;
    const parser = isChanged ? changing(parse, partition) : parse;
    send.bind(this)(apiKey, apiVersion, createPayload, parser, ...rest);
  };
  try {
    return await use();
  } finally {
    isLeaderless = false;
    Connection.prototype.send = send;
  }
}

function changing<Response>(parse: ResponseParser<Response>, partition: number): ResponseParser<Response> {
  return (id, apiKey, apiVersion, reader) => {
    const bytes = Buffer.from(reader.buffer.slice(reader.position));
    const at = bytes.indexOf(saidOf(partition, NO_ERROR, LEADER));
    if (at !== -1) saidOf(partition, LEADER_NOT_AVAILABLE, NO_LEADER).copy(bytes, at);
    return parse(id, apiKey, apiVersion, Reader.from(bytes));
  };
}

function saidOf(partition: number, errorCode: number, leader: number): Buffer {
  return Writer.create().appendInt16(errorCode).appendInt32(partition).appendInt32(leader).buffer;
}
